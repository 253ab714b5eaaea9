import type { GenerateRequest } from '../../ports/index.js'
import { requestTokens } from '../tokens/estimate-tokens.js'

export interface Turn {
  role: 'user' | 'assistant'
  content: string
}

/** Turns of a conversation that go along: more makes small models worse and every answer dearer. */
export const historyMessages = 20
/** Of a whole request, for the same reason. */
export const mostHistoryTokens = 32_000

/** The newest turns that fit beside the rest of a request in the model's window; an old answer's citation numbers would point at other passages now, so they go. */
export function fitHistory(history: readonly Turn[], { request, contextTokens }: { request: GenerateRequest; contextTokens: number }): Turn[] {
  let left = Math.min(mostHistoryTokens, contextTokens) - requestTokens(request) - (request.maxTokens ?? 0)
  const turns: Turn[] = []
  for (const turn of history.slice(-historyMessages).reverse()) {
    const content = turn.role === 'assistant' ? turn.content.replace(/\s*\[\d{1,3}\]/gu, '') : turn.content
    if (content.trim() === '') continue
    left -= requestTokens({ system: '', messages: [{ role: turn.role, content }] })
    if (left < 0) break
    turns.unshift({ role: turn.role, content })
  }
  return turns
}
