import type { Health } from '@coachkit/contract'
import type { Bus, Embedder } from '../../ports/index.js'

type State = 'up' | 'down'
type Circuit = 'closed' | 'open' | 'probing'

/** What runs beside the database and the model; absent where there is none. */
export interface Parts {
  bus: Bus
  blobStore: { look(signal: AbortSignal): Promise<State> }
  scanner: { state(): State } | undefined
  /** Has a state where all instances count together. */
  limiter: { state?(): State }
  embedder: (Embedder & { state(): State; circuit(): Circuit }) | undefined
  reranker: { id: string; state(): State; circuit(): Circuit } | undefined
}

/** How each is, as the last use of it showed; the store of files is looked at. */
export async function lookAt(parts: Parts, signal: AbortSignal): Promise<Pick<Health, 'bus' | 'blobStore' | 'scanner' | 'limiter' | 'embedder' | 'reranker'>> {
  const { bus, blobStore, scanner, limiter, embedder, reranker } = parts
  const shared = bus.state?.()
  const counting = limiter.state?.()
  return {
    blobStore: { status: await blobStore.look(signal) },
    embedder: embedder
      ? { status: embedder.state(), adapter: adapterOf(embedder.id), id: embedder.id, circuit: embedder.circuit() }
      : { status: 'none', adapter: 'none', id: 'none' },
    ...(shared ? { bus: shared } : {}),
    ...(scanner ? { scanner: { status: scanner.state() } } : {}),
    ...(counting ? { limiter: { status: counting } } : {}),
    ...(reranker ? { reranker: { status: reranker.state(), adapter: adapterOf(reranker.id), id: reranker.id, circuit: reranker.circuit() } } : {}),
  }
}

export function adapterOf(id: string): string {
  return id.split(':', 1)[0] ?? id
}
