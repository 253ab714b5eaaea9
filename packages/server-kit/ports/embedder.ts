export interface Embedder {
  /** `adapter:model`; vectors of different ids never meet. */
  readonly id: string
  readonly maxBatch: number
  /** Unit-length vectors, one per text. Fails with AdapterError. */
  embed(texts: string[], options: { purpose: 'query' | 'passage'; signal: AbortSignal }): Promise<Float32Array[]>
}
