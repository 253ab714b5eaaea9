import { AdapterError } from '../../ports/index.js'

type Code = 'blocked' | 'too_large' | 'timeout' | 'unreachable'

/** Every failure of the door; messages never hold the address, which may carry a secret. */
export function egressError(code: Code, message: string, cause?: unknown): AdapterError {
  const retryable = code === 'timeout' || code === 'unreachable'
  return new AdapterError({ adapter: 'egress', code, retryable, message, ...(cause === undefined ? {} : { cause }) })
}

/** What a failure below means: our own refusal as it is, the caller's reason, the deadline, or an unreachable host. */
export function asEgressError(error: unknown, signals: { caller: AbortSignal | undefined; deadline: AbortSignal }): unknown {
  for (let at: unknown = error; at instanceof Error; at = at.cause) if (AdapterError.isInstance(at)) return at
  if (signals.caller?.aborted) return signals.caller.reason
  if (signals.deadline.aborted) return egressError('timeout', 'The other server took too long.', error)
  return egressError('unreachable', 'The other server could not be reached.', error)
}
