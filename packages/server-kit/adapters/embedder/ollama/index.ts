import * as z from 'zod/mini'
import type { Embedder } from '../../../ports/index.js'
import { clientOf, defaultUrl } from '../../language-model/ollama/client.js'
import { ollamaError } from '../../language-model/ollama/ollama-error.js'
import { traitsOf } from '../model-traits.js'
import { unitVectors } from '../unit-vectors.js'

const answer = z.object({ embeddings: z.array(z.array(z.number())) })

/** An embedding model served by Ollama at `url` (default `http://127.0.0.1:11434`). `languages` in place of what is known of the model. */
export function ollamaEmbedder(options: { model: string; url?: string; languages?: readonly string[] }): Embedder {
  const id = `ollama:${options.model}`
  const traits = traitsOf(options.model)
  return {
    id,
    languages: options.languages ?? traits.languages,
    maxBatch: 16,
    async embed(texts, { purpose, signal }) {
      const client = clientOf({ id, host: options.url ?? defaultUrl, signal })
      const raw = await client.embed({ model: options.model, input: texts.map((text) => traits[purpose] + text), truncate: true }).catch((error: unknown) => {
        signal.throwIfAborted()
        throw ollamaError(id, error)
      })
      const parsed = answer.safeParse(raw)
      return unitVectors({ adapter: id, rows: parsed.success ? parsed.data.embeddings : [], count: texts.length })
    },
  }
}
