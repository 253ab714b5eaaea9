import { AdapterError } from '../../ports/index.js'

const leastTokens = 1024

/** The window a host says a model has. Throws an AdapterError for what is none. */
export function windowOf(adapter: string, contextTokens: number): number {
  if (Number.isInteger(contextTokens) && contextTokens >= leastTokens) return contextTokens
  throw new AdapterError({ adapter, code: 'invalid', retryable: false, message: '`contextTokens` must be a whole number of tokens from 1,024 up.' })
}
