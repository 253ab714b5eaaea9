import type { GenerateRequest } from '../../../ports/index.js'
import type { Problem } from './call-endpoint.js'

/** How one model wants its settings said. */
export interface Dialect {
  settings(request: Pick<GenerateRequest, 'maxTokens' | 'temperature'>): Record<string, number>
  /** Whether the request is to be said another way from now on. */
  learn(problem: Problem): boolean
}

/**
 * OpenAI's reasoning models refuse `max_tokens` and know `max_completion_tokens`, which older servers do not; several take no temperature.
 * They say so with a 400 (`{ "error": { "code": "unsupported_parameter", "param": "max_tokens" } }`), and it is remembered:
 * https://platform.openai.com/docs/api-reference/chat/create.
 */
export function createDialect(): Dialect {
  let lengthName = 'max_tokens'
  let takesTemperature = true
  return {
    settings: ({ maxTokens, temperature }) => ({
      ...(maxTokens === undefined ? {} : { [lengthName]: maxTokens }),
      ...(temperature === undefined || !takesTemperature ? {} : { temperature }),
    }),
    learn({ code, param }) {
      if (code !== 'unsupported_parameter' && code !== 'unsupported_value') return false
      const before = `${lengthName} ${takesTemperature}`
      if (param === 'max_tokens') lengthName = 'max_completion_tokens'
      if (param === 'temperature') takesTemperature = false
      return before !== `${lengthName} ${takesTemperature}`
    },
  }
}
