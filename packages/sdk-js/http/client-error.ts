/** Every failure of the SDK: a catalogue code, `NETWORK` or `TIMEOUT`. */
export class CoachClientError extends Error {
  readonly code: string
  readonly status: number
  readonly retryable: boolean
  readonly requestId: string | undefined
  readonly retryAfterMs: number | undefined
  /** What the server says besides, such as the `limit` that was passed. */
  readonly details: Record<string, unknown> | undefined

  constructor(input: {
    code: string
    message: string
    status?: number
    retryable?: boolean
    requestId?: string | undefined
    retryAfterMs?: number | undefined
    details?: Record<string, unknown> | undefined
    cause?: unknown
  }) {
    super(input.message, { cause: input.cause })
    this.name = 'CoachClientError'
    this.code = input.code
    this.status = input.status ?? 0
    this.retryable = input.retryable ?? false
    this.requestId = input.requestId
    this.retryAfterMs = input.retryAfterMs
    this.details = input.details
  }
}
