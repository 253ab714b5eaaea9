/** Whose request, under which key. */
export interface RequestKey {
  /** The participant id of who asks. */
  caller: string
  keyHash: string
}

/** Requests that are made once, however often they come. */
export interface IdempotentRequestRepository {
  /** Notes that a request is begun. `undefined`: nobody has begun it before; else what is known of that, unless it has expired. */
  begin(input: RequestKey & { requestHash: string; expiresAt: Date }): Promise<{ requestHash: string; sealedAnswer?: string } | undefined>
  finish(input: RequestKey & { sealedAnswer: string }): Promise<void>
  /** It failed, so the key may be used again. */
  forget(input: RequestKey): Promise<void>
}
