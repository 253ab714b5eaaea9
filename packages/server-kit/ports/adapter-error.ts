/** How every adapter fails. `code` is one word of the adapter's own (`unreachable`, `timeout`, `no_space` …). */
export class AdapterError extends Error {
  readonly adapter: string
  readonly code: string
  readonly retryable: boolean
  /** Milliseconds the other side asks to wait before the next try. */
  readonly retryAfterMs: number | undefined

  constructor(input: { adapter: string; code: string; retryable: boolean; message: string; cause?: unknown; retryAfterMs?: number }) {
    super(input.message, input.cause === undefined ? undefined : { cause: input.cause })
    this.name = 'AdapterError'
    this.adapter = input.adapter
    this.code = input.code
    this.retryable = input.retryable
    this.retryAfterMs = input.retryAfterMs
  }

  static isInstance(value: unknown): value is AdapterError {
    return value instanceof Error && value.name === 'AdapterError' && 'adapter' in value
  }
}
