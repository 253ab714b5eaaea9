import type { MessageContext, Persona } from '@coachkit/contract'
import type { GenerateRequest, GroundingPassage } from '../../ports/index.js'
import { fenceContext, fenceMaterial } from './fence-material.js'
import { fitHistory, type Turn } from './fit-history.js'
import { phrasesFor } from './phrases.js'
import { type PassagePlace, stitchPassages } from './stitch-passages.js'

/** A passage as the prompt needs it. */
export interface PromptPassage extends PassagePlace {
  documentName: string
  headings: string[]
  page?: number
  text: string
  score: number
}
/** Characters: about 4,000 tokens, which the smallest local models hold beside their answer. */
const materialBudget = 14_000
/** Tokens of a window nobody told of: that of the smallest models in use. */
const smallWindow = 8192
const temperature = 0.2
const maxTokens = 800

/** The request a model gets: rules as system text, the turns, and the question with its fenced material last. */
export function buildPrompt(input: {
  coachName: string
  language: string
  question: string
  history: Turn[]
  passages: PromptPassage[]
  persona?: Persona
  /** What older turns were about. */
  summary?: string | undefined
  /** What the page said of where the person is. */
  page?: MessageContext | undefined
  /** The model's window. */
  contextTokens?: number
}): GenerateRequest {
  const { persona = {}, summary, page, contextTokens = smallWindow } = input
  const phrases = phrasesFor(input.language)
  const passages = withinBudget(input.passages.map(numbered))
  const runs = stitchPassages(passages, ({ number }) => input.passages[number - 1] ?? {})
  const coachName = input.coachName.replace(/\s+/gu, ' ').slice(0, 120)
  const material = passages.length === 0 ? phrases.noMaterial : `${phrases.material}\n\n${fenceMaterial(runs, input.question)}`
  const earlier: Turn[] = summary ? [{ role: 'user', content: `${phrases.earlier} ${summary}` }] : []
  const place = page ? `${phrases.page}\n\n${fenceContext(page, input.question)}\n\n` : ''
  const question: Turn = { role: 'user', content: `${material}\n\n${place}${phrases.question} ${input.question}` }
  const rules = (passages.length === 0 ? phrases.systemWithoutMaterial : phrases.system)(coachName)
  const request: GenerateRequest = {
    system: systemOf(rules, persona),
    messages: [...earlier, question],
    question: input.question,
    language: input.language,
    passages,
    maxTokens: persona.maxTokens ?? maxTokens,
    temperature: persona.temperature ?? temperature,
    ...(persona.stop && persona.stop.length > 0 ? { stop: persona.stop } : {}),
  }
  return { ...request, messages: [...earlier, ...fitHistory(input.history, { request, contextTokens }), question] }
}

/** Who the coach is, then what its creator wrote, then the rules: what comes last weighs most. */
function systemOf([identity = '', ...rules]: readonly string[], { instructions, tone }: Persona): string {
  return [identity, ...[instructions, tone].flatMap((text) => text ?? []), ...rules].join('\n')
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
