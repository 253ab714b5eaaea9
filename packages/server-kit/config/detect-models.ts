import * as z from 'zod/mini'
import { traitsOf } from '../adapters/embedder/model-traits.js'
import { ollamaEmbedder } from '../adapters/embedder/ollama/index.js'
import { openaiCompatibleEmbedder } from '../adapters/embedder/openai-compatible/index.js'
import { extractive } from '../adapters/language-model/extractive/index.js'
import { ollama } from '../adapters/language-model/ollama/index.js'
import { openaiCompatible } from '../adapters/language-model/openai-compatible/index.js'
import { AdapterError, type Embedder, type LanguageModel, type Logger } from '../ports/index.js'

export interface DetectedModels {
  languageModel: LanguageModel
  embedder?: Embedder
  /** Sentences for the console: what is in use, and how to get something better. */
  notes: string[]
}

const environment = z.object({
  OLLAMA_URL: z._default(z.url(), 'http://127.0.0.1:11434'),
  OLLAMA_MODEL: z.optional(z.string()),
  OLLAMA_EMBED_MODEL: z.optional(z.string()),
  OPENAI_BASE_URL: z.optional(z.url()),
  OPENAI_API_KEY: z.optional(z.string()),
  OPENAI_MODEL: z._default(z.string(), 'gpt-4o-mini'),
  OPENAI_EMBED_MODEL: z.optional(z.string()),
})
type Environment = z.output<typeof environment>

const tags = z.object({ models: z.array(z.object({ name: z.string() })) })
const probeMs = 1500
const embedding = /embed|bge-|minilm|e5-/i
const noModel = 'No language model was found: answers quote the documents. Start Ollama, or set OPENAI_BASE_URL.'

/** Finds what can answer here: OPENAI_BASE_URL, else a running Ollama, else quoting. */
export async function detectModels(env: Record<string, string | undefined>, options: { logger: Logger }): Promise<DetectedModels> {
  const given = Object.fromEntries(Object.entries(env).filter(([name, value]) => name in environment.shape && value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0])
    throw new AdapterError({ adapter: 'config', code: 'invalid', retryable: false, message: `${name} must be an address like http://127.0.0.1:11434.` })
  }
  const detected = parsed.data.OPENAI_BASE_URL ? fromOpenAi(parsed.data, parsed.data.OPENAI_BASE_URL) : await fromOllama(parsed.data)
  options.logger.info('models.detected', { languageModel: detected.languageModel.id, embedder: detected.embedder?.id })
  return detected
}

function fromOpenAi(env: Environment, baseUrl: string): DetectedModels {
  const access = { baseUrl, ...(env.OPENAI_API_KEY ? { apiKey: env.OPENAI_API_KEY } : {}) }
  // Of other servers it is not known, and one that does not take them refuses the request.
  const languageModel = openaiCompatible({ ...access, model: env.OPENAI_MODEL, tools: new URL(baseUrl).host === 'api.openai.com' })
  if (!env.OPENAI_EMBED_MODEL) return { languageModel, notes: [] }
  return { languageModel, ...usable(openaiCompatibleEmbedder({ ...access, model: env.OPENAI_EMBED_MODEL }), env.OPENAI_EMBED_MODEL) }
}

async function fromOllama(env: Environment): Promise<DetectedModels> {
  const names = await installed(env.OLLAMA_URL)
  const model = env.OLLAMA_MODEL ?? names?.find((name) => !embedding.test(name))
  if (!names || !model) return { languageModel: extractive(), notes: [names ? 'Ollama runs but has no chat model: ollama pull llama3.2' : noModel] }
  const languageModel = ollama({ url: env.OLLAMA_URL, model })
  const embedModel = env.OLLAMA_EMBED_MODEL ?? preferred(names)
  if (!embedModel) return { languageModel, notes: ['Ollama has no embedding model, search is by words alone: ollama pull bge-m3'] }
  return { languageModel, ...usable(ollamaEmbedder({ url: env.OLLAMA_URL, model: embedModel }), embedModel) }
}

/** An English-only embedder is used for English; for other texts it would be worse than none. */
function usable(embedder: Embedder, model: string): { embedder: Embedder; notes: string[] } {
  if (!embedder.languages) return { embedder, notes: [] }
  return { embedder, notes: [`${model} knows English only and is given no weight for Spanish or Portuguese. A multilingual one: ollama pull bge-m3`] }
}

function preferred(names: string[]): string | undefined {
  const candidates = names.filter((name) => embedding.test(name))
  return candidates.find((name) => !traitsOf(name).languages) ?? candidates[0]
}

async function installed(url: string): Promise<string[] | undefined> {
  try {
    const response = await fetch(new URL('/api/tags', url), { signal: AbortSignal.timeout(probeMs), redirect: 'error' })
    return tags.parse(await response.json()).models.map(({ name }) => name)
  } catch {
    return undefined
  }
}
