import { AdapterError } from '../../../ports/index.js'

export function redisError(input: { code: string; retryable: boolean; message: string; cause?: unknown }): AdapterError {
  return new AdapterError({ adapter: 'redis', ...input })
}

/** A failed command as an AdapterError that repeats neither its arguments nor the address. */
export function commandError(error: unknown, lastRefusal: unknown): AdapterError {
  if (AdapterError.isInstance(error)) return error
  const known = errorOf(error)
  return known.code === 'unreachable' && lastRefusal !== undefined ? errorOf(lastRefusal) : known
}

function errorOf(error: unknown): AdapterError {
  const { name, message } = error instanceof Error ? error : { name: '', message: '' }
  if (name === 'ReplyError') return refusal(message.split(' ', 1)[0]?.replace(/[^A-Z]/g, '') ?? '')
  if (name === '$ZodError') return redisError({ code: 'malformed', retryable: false, message: 'Redis gave an answer that is none.' })
  if (message === 'Command timed out') return redisError({ code: 'timeout', retryable: true, message: 'Redis took too long to answer.' })
  return redisError({ code: 'unreachable', retryable: true, message: 'Redis cannot be reached. Check that it runs and that its address is right.' })
}

const passing = /^(LOADING|BUSY|READONLY|MASTERDOWN|OOM|CLUSTERDOWN|TRYAGAIN)$/

/** `word` is the first of the reply, which names the kind of error; the rest may repeat a key. */
function refusal(word: string): AdapterError {
  if (/^(NOAUTH|WRONGPASS|NOPERM)$/.test(word)) {
    return redisError({ code: 'credentials', retryable: false, message: `Redis refused the user or password in its address (${word}).` })
  }
  return redisError({ code: 'refused', retryable: passing.test(word), message: `Redis refused a command (${word}).` })
}
