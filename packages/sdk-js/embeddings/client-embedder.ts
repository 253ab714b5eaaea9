/** A model that runs where this code runs, for example transformers.js in a page. */
export interface ClientEmbedder {
  /** As the server's `browserEmbedder` names it. */
  readonly model: string
  /** A vector of length one for each text, which already holds what the model expects before it. */
  embed(texts: string[], options: { signal?: AbortSignal | undefined }): Promise<Float32Array[]>
}
