export interface Embedder {
  /** `adapter:model`; vectors of different ids never meet. */
  readonly id: string
  readonly maxBatch: number
  /** The languages it knows, like `en`; absent: all. Texts in others get no vectors, and questions in others are searched for by words. */
  readonly languages?: readonly string[] | undefined
  /** Says that clients make the vectors and this process cannot: the model they run, and what it expects before a text. */
  readonly client?: { readonly model: string; readonly dimensions: number; readonly queryPrefix: string; readonly passagePrefix: string } | undefined
  /** Unit-length vectors, one per text. Fails with AdapterError. */
  embed(texts: string[], options: { purpose: 'query' | 'passage'; signal: AbortSignal }): Promise<Float32Array[]>
}
