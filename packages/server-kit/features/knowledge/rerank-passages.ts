import { AdapterError, type Logger, type Reranker } from '../../ports/index.js'

interface Orderable {
  headings: string[]
  text: string
  score: number
}

/** The reranker's order of passages; each place keeps its score, so that confidence and thresholds stay what they are. */
type RerankPassages = <Passage extends Orderable>(input: { query: string; passages: Passage[]; signal: AbortSignal }) => Promise<Passage[]>

/** While the reranker is away the order stays, and one line of the log says so. */
export function createPassageReranker({ reranker, logger }: { reranker: Reranker; logger: Logger }): RerankPassages {
  let isDown = false
  return async ({ query, passages, signal }) => {
    if (passages.length < 2) return passages
    try {
      const order = await reranker.rerank({ query, texts: passages.map(textOf) }, { signal })
      isDown = false
      return inOrder(passages, order)
    } catch (error) {
      signal.throwIfAborted()
      const reason = AdapterError.isInstance(error) ? error.code : 'unexpected'
      if (!isDown) logger.warn('retriever.reranker_down', { reranker: reranker.id, reason })
      isDown = true
      return passages
    }
  }
}

/** Headings say what a passage is about. */
function textOf({ headings, text }: Orderable): string {
  return [...headings, text].join('\n')
}

function inOrder<Passage extends Orderable>(passages: readonly Passage[], order: readonly number[]): Passage[] {
  const named = order.flatMap((place) => passages[place] ?? [])
  const rest = passages.filter((passage) => !named.includes(passage))
  return [...named, ...rest].map((passage, place) => ({ ...passage, score: passages[place]?.score ?? passage.score }))
}
