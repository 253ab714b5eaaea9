import type { CoachClient } from '../client.js'
import { base64Of } from './base64.js'
import type { ClientEmbedder } from './client-embedder.js'

export type { ClientEmbedder } from './client-embedder.js'
export { createBrowserEmbedder } from './create-browser-embedder.js'
export type { BrowserEmbedder, BrowserEmbedderOptions } from './create-embedder.js'
export { EmbedderError, type EmbedderErrorCode } from './embedder-error.js'
export type { LoadProgress } from './load-model.js'

export interface EmbedKnowledgeOptions {
  signal?: AbortSignal
  /** After every batch: passages that have a vector, of all. */
  onProgress?(progress: { embedded: number; chunks: number }): void
  /** Passages embedded and sent at once, 1 to 100. Default 16. */
  batch?: number
}

/**
 * Makes the vectors that passages lack, with a model of the client's, and stores them. What was stored stays stored when it is called off.
 * Resolves with how many it made. Rejects with CoachClientError, and with an Error when the server expects another model.
 */
export async function embedKnowledge(
  client: Pick<CoachClient, 'knowledge'>,
  embedder: ClientEmbedder,
  options: EmbedKnowledgeOptions = {},
): Promise<{ made: number }> {
  const { signal, onProgress, batch = 16 } = options
  const status = await client.knowledge.embeddings()
  const expected = status.client
  if (expected?.model !== embedder.model)
    throw new Error(`This server expects vectors of ${expected?.model ?? 'no client'}, not of ${embedder.model}. Name the same model in browserEmbedder.`)
  let made = 0
  for (;;) {
    signal?.throwIfAborted()
    const { items } = await client.knowledge.unembedded({ query: { limit: batch } })
    if (items.length === 0) return { made }
    const vectors = await embedder.embed(
      items.map(({ text }) => expected.passagePrefix + text),
      { signal },
    )
    signal?.throwIfAborted()
    const stored = await client.knowledge.storeVectors({
      body: { model: embedder.model, vectors: items.map(({ chunkId }, at) => ({ chunkId, vector: base64Of(vectorAt(vectors, at)) })) },
    })
    made += stored.stored
    onProgress?.({ embedded: stored.embedded, chunks: stored.chunks })
  }
}

function vectorAt(vectors: Float32Array[], at: number): Float32Array {
  const vector = vectors[at]
  if (!vector) throw new Error('The embedder gave fewer vectors than texts.')
  return vector
}
