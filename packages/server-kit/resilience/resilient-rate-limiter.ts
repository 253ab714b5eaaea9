import { AdapterError, type Logger, type RateLimiter, type RateLimitRule, type RateLimitVerdict } from '../ports/index.js'

const timeoutMs = 500
const restMs = 1000

/**
 * A limiter that always answers: while `shared` fails or is too slow, this instance counts in `local`. Never no limit.
 * One call a second then tries `shared` again; each change of place is one line in the log.
 */
export function resilientRateLimiter(input: { shared: RateLimiter; local: RateLimiter; logger: Logger }): RateLimiter {
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
  return {
    async take(rules, cost = 1) {
      if (nextTryAt !== undefined && performance.now() < nextTryAt) return local.take(rules, cost)
      // Others do not try along with this one.
      if (nextTryAt !== undefined) nextTryAt = performance.now() + restMs
      try {
        const verdict = await inTime(shared, rules, cost)
        comeBack()
        return verdict
      } catch (error) {
        if (isOurs(error)) throw error
        leave(error)
        return local.take(rules, cost)
      }
    },
    async close() {
      await Promise.all([shared.close(), local.close()])
    },
  }
}

/** Rules that no limiter can count are no outage. */
function isOurs(error: unknown): boolean {
  return AdapterError.isInstance(error) && error.code === 'invalid_rules'
}

async function inTime(limiter: RateLimiter, rules: readonly RateLimitRule[], cost: number): Promise<RateLimitVerdict> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const error = new AdapterError({ adapter: 'rate-limiter', code: 'timeout', retryable: true, message: 'The shared rate limiter took too long.' })
    timer = setTimeout(() => reject(error), timeoutMs)
  })
  try {
    return await Promise.race([limiter.take(rules, cost), late])
  } finally {
    clearTimeout(timer)
  }
}
