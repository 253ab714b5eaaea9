import type { GenerateRequest, GroundingPassage } from '../../ports/index.js'
import { fenceMaterial } from './fence-material.js'
import { phrasesFor } from './phrases.js'

/** A passage as the prompt needs it. */
export interface PromptPassage {
  documentName: string
  headings: string[]
  page?: number
  text: string
  score: number
}
interface Turn {
  role: 'user' | 'assistant'
  content: string
}

const historyMessages = 20
/** Characters: together about 5,000 tokens, which the smallest local models hold beside their answer. */
const historyBudget = 6000
const materialBudget = 14_000
const temperature = 0.2
const maxTokens = 800

/** The request a model gets: rules as system text, the turns, and the question with its fenced material last. */
export function buildPrompt(input: { coachName: string; language: string; question: string; history: Turn[]; passages: PromptPassage[] }): GenerateRequest {
  const phrases = phrasesFor(input.language)
  const passages = withinBudget(input.passages.map(numbered))
  const coachName = input.coachName.replace(/\s+/gu, ' ').slice(0, 120)
  const material = passages.length === 0 ? phrases.noMaterial : `${phrases.material}\n\n${fenceMaterial(passages, input.question)}`
  return {
    system: (passages.length === 0 ? phrases.systemWithoutMaterial : phrases.system)(coachName).join('\n'),
    messages: [...recentTurns(input.history), { role: 'user', content: `${material}\n\n${phrases.question} ${input.question}` }],
    question: input.question,
    language: input.language,
    passages,
    maxTokens,
    temperature,
  }
}

function numbered(passage: PromptPassage, index: number): GroundingPassage {
  const { documentName, headings, page, text, score } = passage
  return { number: index + 1, documentName, headings, text, score, ...(page === undefined ? {} : { page }) }
}

/** The best passage always goes; the rest while they fit. */
function withinBudget(passages: GroundingPassage[]): GroundingPassage[] {
  let left = materialBudget
  return passages.filter((passage, index) => {
    if (index > 0 && passage.text.length > left) return false
    left -= passage.text.length
    return true
  })
}

/** The newest turns that fit; an old answer's citation numbers would point at other passages now, so they go. */
function recentTurns(history: readonly Turn[]): Turn[] {
  let left = historyBudget
  const turns: Turn[] = []
  for (const turn of history.slice(-historyMessages).reverse()) {
    const content = turn.role === 'assistant' ? turn.content.replace(/\s*\[\d{1,3}\]/gu, '') : turn.content
    if (content.trim() === '') continue
    if (content.length > left) break
    left -= content.length
    turns.unshift({ role: turn.role, content })
  }
  return turns
}
