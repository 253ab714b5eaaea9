import { AdapterError, type CaptchaVerifier, type Logger, type RateLimiter, type RateLimitRule } from '../ports/index.js'

/** What a call says of itself. */
interface Attempt {
  address?: string | undefined
  captchaResponse?: string | undefined
}

const timeoutMs = 5000
/** Of one address: each try asks a service that others run. */
const tries = { limit: 5, windowMs: 60_000 }

/** Forgives an address that solved the challenge. Says whether it did. */
export function createRedeem(input: {
  limiter: RateLimiter
  captcha: CaptchaVerifier
  logger: Logger
}): (call: Attempt, rules: readonly RateLimitRule[]) => Promise<boolean> {
  const { limiter, captcha, logger } = input
  return async ({ captchaResponse: response, address: clientAddress }, rules) => {
    if (response === undefined || clientAddress === undefined) return false
    const { allowed } = await limiter.take([{ ...tries, key: `captcha:address:${clientAddress}` }])
    if (!allowed) return false
    try {
      const { passed } = await captcha.verify({ response, clientAddress, signal: AbortSignal.timeout(timeoutMs) })
      if (passed) await limiter.forgive(rules)
      return passed
    } catch (error) {
      logger.warn('limits.captcha_unavailable', { reason: AdapterError.isInstance(error) ? `${error.adapter}.${error.code}` : 'unknown' })
      return false
    }
  }
}
