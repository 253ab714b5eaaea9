import { AdapterError, type Logger } from '../ports/index.js'

const hourMs = 3_600_000
/** A start has more urgent work. */
const minuteMs = 60_000

/** Does each task a minute after the start and then every hour; one that fails is logged and tried again the next time. */
export function createUpkeep(input: { tasks: Record<string, () => Promise<unknown>>; logger: Logger; everyMs?: number; firstMs?: number }) {
  const { tasks, logger, everyMs = hourMs, firstMs = minuteMs } = input
  const timers: NodeJS.Timeout[] = []
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    for (const [name, task] of Object.entries(tasks)) {
      await task().catch((error: unknown) => {
        logger.warn('upkeep.failed', { reason: AdapterError.isInstance(error) ? `${name}.${error.code}` : `${name}.unknown` })
      })
    }
  }
  const begin = () => {
    running ??= run().finally(() => {
      running = undefined
    })
  }
  return {
    start(): void {
      timers.push(setTimeout(begin, firstMs), setInterval(begin, everyMs))
      for (const timer of timers) timer.unref()
    },
    async stop(): Promise<void> {
      for (const timer of timers) clearTimeout(timer)
      await running
    },
  }
}
