import { AdapterError, type Logger } from '../../ports/index.js'

/** Work that goes on after the answer; `settled` waits for all of it. */
export function createBackground({ logger }: { logger: Logger }) {
  const running = new Set<Promise<void>>()
  return {
    run(work: () => Promise<void>): void {
      const done = work()
        .catch((error: unknown) => {
          logger.error('auth.background_failed', { reason: AdapterError.isInstance(error) ? `${error.adapter}.${error.code}` : 'unknown' })
        })
        .finally(() => running.delete(done))
      running.add(done)
    },
    async settled(): Promise<void> {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
