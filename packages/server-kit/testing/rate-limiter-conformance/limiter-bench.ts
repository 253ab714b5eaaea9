import type { RateLimiter, RateLimitRule } from '../../ports/index.js'

/** What a suite works with. */
export interface LimiterBench {
  /** On the store's own time. */
  limiter(): RateLimiter
  /** On a time that the test moves. */
  manual(): { limiter: RateLimiter; pass(milliseconds: number): void }
  /** 10 a minute of a key nobody else uses, unless told. */
  rule(fields?: Partial<RateLimitRule>): RateLimitRule
}
