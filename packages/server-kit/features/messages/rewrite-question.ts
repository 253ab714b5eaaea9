import type { Message } from '@coachkit/contract'
import { phrasesFor } from '../../domain/prompt/index.js'
import { createTextAnalyser } from '../../domain/retrieval/analyse-text.js'
import type { GenerateRequest, LanguageModel } from '../../ports/index.js'
import { type Generation, generate } from './generate.js'
import { modelTurn } from './model-turn.js'
import { leansOnBefore, searchQuery } from './search-query.js'

/** Somebody waits for the first word of the answer meanwhile. */
const longestWaitMs = 3000
const turnsRead = 4
const turnCharacters = 500
const longestQuery = 300
const maxTokens = 80

interface Asked {
  question: string
  history: Pick<Message, 'role' | 'text'>[]
  language: string
  routing?: GenerateRequest['routing']
}
interface Rewriting {
  signal: AbortSignal
  /** Makes room in the quotas and remembers the call, whatever becomes of it. */
  begin(request: GenerateRequest): Promise<Generation>
}

/** What to search for: a question that leans on what was said is written out by the model, once; where that fails it is put together from both. */
export async function standaloneQuery(model: LanguageModel, asked: Asked, { signal, begin }: Rewriting): Promise<string> {
  const usual = searchQuery(asked.question, asked.history)
  if (model.capabilities.quotesOnly || !leansOnBefore(asked.question, asked.history)) return usual
  try {
    const written = await writtenOut(model, asked, { begin, signal: AbortSignal.any([signal, AbortSignal.timeout(longestWaitMs)]) })
    return isAboutSame(written, asked) ? written : usual
  } catch {
    signal.throwIfAborted()
    return usual
  }
}

async function writtenOut(model: LanguageModel, { question, history, language, routing }: Asked, { signal, begin }: Rewriting): Promise<string> {
  const turns = history.slice(-turnsRead).map(({ role, text }) => modelTurn({ role, text: text.slice(0, turnCharacters) }))
  const request = {
    system: phrasesFor(language).rewriting,
    messages: [...turns, { role: 'user' as const, content: question }],
    ...{ question, language, passages: [], maxTokens, temperature: 0, ...(routing === undefined ? {} : { routing }) },
  }
  const generation = await begin(request)
  await generate(generation, { languageModel: model, signal, onText: () => undefined })
  return generation.text.trim().replace(/^["«“]|["»”]$/gu, '')
}

/** An answer, an excuse or a list is no question to search for; nor is one of which no word was said. */
function isAboutSame(written: string, { question, history, language }: Asked): boolean {
  if (written === '' || written.length > longestQuery || written.includes('\n')) return false
  const analyse = createTextAnalyser()
  const said = new Set([question, ...history.map(({ text }) => text)].flatMap((text) => analyse(text, language)).map(({ stem }) => stem))
  const words = analyse(written, language)
  return words.length > 0 && words.filter(({ stem }) => said.has(stem)).length * 2 >= words.length
}
