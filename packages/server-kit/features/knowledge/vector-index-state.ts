import type { Embedder, Storage, VectorIndexState } from '../../ports/index.js'
import type { Retriever } from './retriever.js'

/** How it is with the vectors of large creators, for the operator; visitors are answered by words whatever it says. */
export async function vectorIndexState(deps: { storage: Storage; embedder: Embedder | undefined; retriever: Retriever }): Promise<VectorIndexState> {
  const { storage, embedder, retriever } = deps
  if (!storage.vectorIndexes) return { status: 'none', reason: 'This storage has no vector indexes.' }
  const state = await storage.vectorIndexes.state()
  if (state.status === 'none') return state
  if (!embedder) return { status: 'none', reason: 'There is no embedder, and so there are no vectors.' }
  if (state.status === 'up' && retriever.isIndexDown())
    return { status: 'down', reason: 'The latest search through an index of vectors failed; words answered.' }
  return state
}
