import { CoachError, type EmbeddingStatus, type Handlers, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import { passageText } from '../../domain/document/passage-text.js'
import type { ChunkVector, Embedder, StorageTx } from '../../ports/index.js'
import { hashOf } from './embed-chunks.js'
import { completeVectors } from './index-vectors.js'
import type { KnowledgeParts } from './knowledge-parts.js'
import { updateVectors } from './make-vectors.js'
import { readVector } from './read-vector.js'

type EmbeddingRoutes = Pick<Handlers<Routes['knowledge'], RequestContext>, 'embeddings' | 'updateEmbeddings' | 'unembedded' | 'storeVectors'>

/** How far the vectors are, and vectors that clients make. */
export function embeddingHandlers(parts: KnowledgeParts): EmbeddingRoutes {
  const { storage, embedder } = parts
  const ofCreator = <Result>(context: RequestContext, work: (tx: StorageTx) => Promise<Result>) =>
    storage.as({ creatorId: principalOf(context).creatorId }, work)
  return {
    embeddings: (_input, context) => ofCreator(context, (tx) => statusOf(tx, embedder)),
    async updateEmbeddings({ body: { anew } }, context) {
      present(embedder)
      await updateVectors(parts, { creatorId: principalOf(context).creatorId, anew })
      return ofCreator(context, (tx) => statusOf(tx, embedder))
    },
    async unembedded({ query }, context) {
      const { id: embedderId, languages } = present(embedder)
      const { items, ...page } = await ofCreator(context, (tx) => tx.embeddings.missing({ embedderId, languages, ...query }))
      return { items: items.map((chunk) => ({ chunkId: chunk.id, text: passageText(chunk) })), ...page }
    },
    async storeVectors({ body: { model, vectors } }, context) {
      const { id: embedderId, client, languages } = present(embedder)
      if (client?.model !== model) throw new CoachError('EMBEDDER_002', { details: { reason: 'model', expected: client?.model ?? 'none' } })
      const read = vectors.map(({ chunkId, vector }) => ({ chunkId, vector: readVector(vector, client) }))
      return ofCreator(context, async (tx) => {
        const named: ChunkVector[] = []
        for (const { chunkId, vector } of read) {
          const chunk = await tx.knowledge.chunk(chunkId)
          if (chunk) named.push({ chunkId, vector, hash: hashOf(embedderId, passageText(chunk)) })
        }
        const stored = await tx.embeddings.put({ embedderId, vectors: named })
        if (stored === 0) throw new CoachError('RESOURCE_001')
        await completeVectors(tx, { storage, use: { embedderId, languages } })
        return { ...(await statusOf(tx, embedder)), stored }
      })
    },
  }
}

function present(embedder: Embedder | undefined): Embedder {
  if (!embedder) throw new CoachError('EMBEDDER_001')
  return embedder
}

async function statusOf(tx: StorageTx, embedder: Embedder | undefined): Promise<EmbeddingStatus> {
  if (!embedder) return { embedder: 'none', status: 'none', chunks: 0, embedded: 0 }
  const progress = await tx.embeddings.progress({ embedderId: embedder.id, languages: embedder.languages })
  const status = progress.embedded < progress.chunks ? 'updating' : 'complete'
  return { embedder: embedder.id, status, ...progress, ...(embedder.client ? { client: embedder.client } : {}) }
}
