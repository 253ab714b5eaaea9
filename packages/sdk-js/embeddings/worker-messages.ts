import type { EmbedderErrorCode } from './embedder-error.js'
import type { LoadProgress, ModelOptions } from './load-model.js'

export type ToWorker = { type: 'load'; id: number; options: ModelOptions } | { type: 'embed'; id: number; texts: string[] }
export type FromWorker =
  | ({ type: 'progress' } & LoadProgress)
  | { type: 'loaded'; id: number; device: string }
  | { type: 'embedded'; id: number; vectors: Float32Array[] }
  | { type: 'failed'; id: number; code: EmbedderErrorCode; message: string; cause: string }
