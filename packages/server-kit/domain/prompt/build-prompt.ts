import type { MessageContext, Persona } from '@coachkit/contract'
import type { GenerateRequest, GroundingPassage, ToolDescription } from '../../ports/index.js'
import { requestTokens } from '../tokens/estimate-tokens.js'
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

interface PromptInput {
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
  /** What may be called beside the material. */
  tools?: ToolDescription[]
  /** Without material it answers from what it knows; else from tools alone, where there are any. */
  freely?: boolean
}

/** The request a model gets: rules as system text, the turns, and the question with its fenced material last. */
export function buildPrompt(input: PromptInput): GenerateRequest {
  const { persona = {}, summary, tools = [] } = input
  const window = input.contextTokens ?? smallWindow
  // What comes of calls needs room, too.
  const contextTokens = tools.length > 0 ? window - resultTokens(window) : window
  const phrases = phrasesFor(input.language)
  const passages = withinBudget(input.passages.map(numbered))
  const earlier: Turn[] = summary ? [{ role: 'user', content: `${phrases.earlier} ${summary}` }] : []
  const question = questionTurn(input, passages)
  const request: GenerateRequest = {
    system: systemOf(rulesOf(input, passages), persona),
    ...(tools.length > 0 ? { tools } : {}),
    messages: [...earlier, question],
    question: input.question,
    language: input.language,
    passages,
    maxTokens: persona.maxTokens ?? maxTokens,
    temperature: persona.temperature ?? temperature,
    ...(persona.stop && persona.stop.length > 0 ? { stop: persona.stop } : {}),
  }
  // The last passages are the least: they go before the question does.
  const tooLong = requestTokens(request) + (request.maxTokens ?? 0) > contextTokens
  if (tooLong && passages.length > 1) return buildPrompt({ ...input, passages: input.passages.slice(0, (passages.at(-1)?.number ?? 1) - 1) })
  return { ...request, messages: [...earlier, ...fitHistory(input.history, { request, contextTokens }), question] }
}

function questionTurn({ question, passages: given, language, page }: PromptInput, passages: GroundingPassage[]): Turn {
  const phrases = phrasesFor(language)
  const runs = stitchPassages(passages, ({ number }) => given[number - 1] ?? {})
  const material = passages.length === 0 ? phrases.noMaterial : `${phrases.material}\n\n${fenceMaterial(runs, question)}`
  const place = page ? `${phrases.page}\n\n${fenceContext(page, question)}\n\n` : ''
  return { role: 'user', content: `${material}\n\n${place}${phrases.question} ${question}` }
}

function rulesOf({ coachName, language, tools = [], freely }: PromptInput, passages: GroundingPassage[]): readonly string[] {
  const phrases = phrasesFor(language)
  const name = coachName.replace(/\s+/gu, ' ').slice(0, 120)
  const withoutMaterial = passages.length === 0 && (tools.length === 0 || freely === true)
  const rules = (withoutMaterial ? phrases.systemWithoutMaterial : phrases.system)(name)
  return tools.length > 0 ? [...rules, phrases.tools] : rules
}

/** Of a window, what is kept free for what tools say. */
export function resultTokens(contextTokens: number): number {
  return Math.min(4096, Math.floor(contextTokens / 4))
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
