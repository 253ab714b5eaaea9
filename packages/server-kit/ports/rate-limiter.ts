/** One thing that is counted, and how much of it may happen. */
export interface RateLimitRule {
  /** Whose calls of what, for example `login:ip:203.0.113.9`. One key may have rules of several windows. */
  key: string
  /** Calls in the last `windowMs`. Those of the window before count as evenly spread over it, so the limit holds on average, and twice of it is never reached. */
  limit: number
  windowMs: number
  /** How many may come at once; the rest comes back evenly over the window. Default: `limit`. */
  burst?: number
  /** A refusal blocks the key for `firstMs`, twice as long each time until `maxMs`; forgiven `maxMs` after the last block. */
  backOff?: BackOff
}
export interface BackOff {
  firstMs: number
  maxMs: number
}

/** What the strictest of the rules says. */
export interface RateLimitVerdict {
  allowed: boolean
  /** The key and limit of the strictest rule: the longest wait when refused, else the least left. Without rules: '' and Infinity. */
  key: string
  limit: number
  /** Calls that are left at this moment. */
  remaining: number
  /** Milliseconds until `remaining` is full again, if nothing more is taken. */
  resetMs: number
  /** Milliseconds until the same call can pass; 0 when it was allowed. A cost above a limit never passes, whatever is said here. */
  retryAfterMs: number
}

/** Counts calls: a token bucket and a sliding window for each rule. Fails with AdapterError. */
export interface RateLimiter {
  /** Checks and charges all rules in one atomic step, in any number of instances. A refused call is charged to none. */
  take(rules: readonly RateLimitRule[], cost?: number): Promise<RateLimitVerdict>
  /** Forgets what these rules counted, and their blocks. */
  forgive(rules: readonly RateLimitRule[]): Promise<void>
  close(): Promise<void>
}

/** What a store remembers of one rule. Times are milliseconds since 1970. */
export interface RateLimitMeter {
  /** Tokens in the bucket at `filledAt`. */
  tokens: number
  filledAt: number
  /** Calls in the window of `filledAt`, and in the one before. Windows are counted from 1970. */
  current: number
  previous: number
  /** Blocks so far that are not forgiven. */
  strikes: number
  blockedUntil: number
}

export interface RateLimitRepository {
  /**
   * Scope `limits`. Checks all rules and charges `cost` to each if it is allowed, in one statement; at most one rule a key.
   * Returns their meters as of now and before the charge. `now` (milliseconds since 1970) is the database's unless told.
   */
  take(input: { rules: readonly RateLimitRule[]; cost: number; now?: number | undefined }): Promise<{ allowed: boolean; meters: RateLimitMeter[] }>
  /** Scope `limits`. Forgets the meters of these keys. */
  forget(input: { keys: string[] }): Promise<void>
  /** Scope `limits`. Forgets meters that are full again; returns how many. */
  removeExpired(): Promise<number>
}
