import { CoachError } from '@coachkit/contract'
import type { Logger, Principal } from '../ports/index.js'
import type { Connection } from './connection.js'

/** A right that ends, ends here within 5 s: what is left is for the question itself. */
const everyMs = 4000

/** Whoever reads on a credential that may end. */
type Watched = Pick<Connection, 'principal'> & { disconnect(reason: 'invalidToken'): void }

/** Asks again and again what those who are connected may do, each credential once, and sends away whose credential has ended. */
export function watchRights(input: {
  connections(): Iterable<Watched>
  recheck(principal: Principal): Promise<Principal | undefined>
  logger: Logger
  everyMs?: number | undefined
}): { stop(): void } {
  const { connections, recheck, logger } = input
  let asking = false
  const timer = setInterval(() => {
    if (asking) return
    asking = true
    look()
      .catch((error: unknown) => logger.warn('realtime.rights_unknown', { error: error instanceof Error ? error.name : 'unknown' }))
      .finally(() => {
        asking = false
      })
  }, input.everyMs ?? everyMs)
  timer.unref()

  async function look(): Promise<void> {
    const answers = new Map<string, Promise<Principal | undefined>>()
    for (const connection of connections()) {
      const principal = connection.principal()
      if (!principal) continue
      const key = JSON.stringify(principal)
      const answer = answers.get(key) ?? recheck(principal).catch(ended)
      answers.set(key, answer)
      const now = await answer
      // Who may do something else now comes back as that.
      if (!now || JSON.stringify(now) !== key) connection.disconnect('invalidToken')
    }
  }
  return { stop: () => clearInterval(timer) }
}

/** A refusal is an answer; any other failure leaves it open. */
function ended(error: unknown): undefined {
  if (CoachError.isInstance(error) && error.status < 500) return undefined
  throw error
}
