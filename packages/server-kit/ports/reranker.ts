/** Puts passages in order by reading each together with the question. */
export interface Reranker {
  /** `adapter:model`. */
  readonly id: string
  /** The places of the texts, the best first, each at most once; what it says nothing of is missing. Fails with AdapterError. */
  rerank(input: { query: string; texts: readonly string[] }, options: { signal: AbortSignal }): Promise<number[]>
}
