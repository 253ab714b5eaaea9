import type { GenerateRequest } from '../../ports/index.js'
import type { Turn } from './fit-history.js'
import { phrasesFor } from './phrases.js'

const maxTokens = 300
/** Characters of one turn that a summary is made from. */
const longestTurn = 1500

/** Asks for a summary of turns that will no longer go along, with what an earlier one kept. */
export function buildSummaryPrompt(input: { language: string; earlier: string | undefined; turns: readonly Turn[] }): GenerateRequest {
  const phrases = phrasesFor(input.language)
  const lines = input.turns.map(({ role, content }) => `${role === 'user' ? phrases.visitor : phrases.coach}: ${content.slice(0, longestTurn)}`)
  const content = [...(input.earlier ? [`${phrases.earlier} ${input.earlier}`] : []), ...lines].join('\n\n')
  return {
    system: phrases.summarise,
    messages: [{ role: 'user', content }],
    question: content,
    language: input.language,
    passages: [],
    maxTokens,
    temperature: 0,
  }
}
