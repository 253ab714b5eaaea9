import { AdapterError } from '../../../ports/index.js'

/** `misconfigured`: the keys cannot be used. `unreadable`: the value was changed or moved, or its key is not here. */
export function secretsError(code: 'misconfigured' | 'unreadable', message: string, cause?: unknown): AdapterError {
  return new AdapterError({ adapter: 'secrets', code, retryable: false, message, cause })
}
