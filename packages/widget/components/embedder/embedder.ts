import { EmbedderError, embedQuestions, type PageEmbedderOptions } from '@coachkit/sdk/embeddings/page'
import type { ExtrasHost } from '../extras/extras.js'

interface EmbedderInput {
  host: ExtrasHost
  /** What the attribute says: where models are, and in its query how they are used. */
  address: string
  signal: AbortSignal
  /** From 0 to 1; whether the size is known yet is the library's affair. */
  onProgress(done: number): void
}

/** Has the visitor's questions embedded in the page from when the model is there. Resolves with whether they are; why not is an event for developers. */
export async function beginEmbedding({ host, address, signal, onProgress }: EmbedderInput): Promise<boolean> {
  const { client } = host.conversation
  if (!client) return false
  try {
    return await embedQuestions(client, {
      ...optionsOf(address),
      signal,
      onProgress: ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0),
    })
  } catch (error) {
    if (!signal.aborted && EmbedderError.isInstance(error)) host.widget.emit('coach-error', { code: `EMBEDDER_${error.code}`, message: error.message })
    return false
  }
}

/** `/models/?pooling=cls&dtype=fp32&device=wasm&library=/transformers.min.js&wasm=/ort/`. */
function optionsOf(address: string): Omit<PageEmbedderOptions, 'signal'> {
  const [modelsPath = '', query] = address.split('?', 2)
  const said = new URLSearchParams(query)
  const named = { pooling: said.get('pooling'), dtype: said.get('dtype'), device: said.get('device'), library: said.get('library'), wasmPath: said.get('wasm') }
  return { modelsPath, ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== null)) }
}
