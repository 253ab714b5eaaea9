import { createHash } from 'node:crypto'
import type { GenerateRequest } from '../../ports/index.js'

/**
 * Names all that an answer depends on: what the model is asked, with the conversation, the material, the persona and the settings in it,
 * which models may be asked, and the knowledge as it is. Whose conversation it is does not matter; whose coach does, and is the storage's to keep.
 */
export function answerKey(input: { request: GenerateRequest; models: readonly string[]; knowledgeVersion: number }): string {
  const { routing, ...request } = input.request
  const parts = { ...request, model: routing?.model, models: input.models, knowledgeVersion: input.knowledgeVersion }
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
