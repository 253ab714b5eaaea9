import { AdapterError, type Logger, type RateLimiter } from '../ports/index.js'

export interface ResilientRateLimiter extends RateLimiter {
  /** `down`: this instance counts by itself. */
  state(): 'up' | 'down'
}

const timeoutMs = 500
const restMs = 1000

/**
 * A limiter that always answers: while `shared` fails or is too slow, this instance counts in `local`. Never no limit.
 * One call a second then tries `shared` again; each change of place is one line in the log.
 */
export function resilientRateLimiter(input: { shared: RateLimiter; local: RateLimiter; logger: Logger }): ResilientRateLimiter {
  const { shared, local, logger } = input
  /** Set while the shared one is away. */
  let nextTryAt: number | undefined
  const leave = (error: unknown) => {
    if (nextTryAt === undefined) logger.warn('limits.local', { reason: AdapterError.isInstance(error) ? `${error.adapter}.${error.code}` : 'unknown' })
    nextTryAt = performance.now() + restMs
  }
  const comeBack = () => {
    if (nextTryAt !== undefined) logger.info('limits.shared')
    nextTryAt = undefined
  }
  /** The shared one's answer, or this instance's own while that is away. */
  const ask = async <Answer>(question: (limiter: RateLimiter) => Promise<Answer>): Promise<Answer> => {
    if (nextTryAt !== undefined && performance.now() < nextTryAt) return question(local)
    // Others do not try along with this one.
    if (nextTryAt !== undefined) nextTryAt = performance.now() + restMs
    try {
      const answer = await inTime(question(shared))
      comeBack()
      return answer
    } catch (error) {
      if (isOurs(error)) throw error
      leave(error)
      return question(local)
    }
  }
  return {
    state: () => (nextTryAt === undefined ? 'up' : 'down'),
    take: (rules, cost = 1) => ask((limiter) => limiter.take(rules, cost)),
    forgive: (rules) => ask((limiter) => limiter.forgive(rules)),
    async close() {
      await Promise.all([shared.close(), local.close()])
    },
  }
}

/** Rules that no limiter can count are no outage. */
function isOurs(error: unknown): boolean {
  return AdapterError.isInstance(error) && error.code === 'invalid_rules'
}

async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tookTooLong()), timeoutMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

function tookTooLong(): AdapterError {
  return new AdapterError({ adapter: 'rate-limiter', code: 'timeout', retryable: true, message: 'The shared rate limiter took too long.' })
}
