import type { ClientEmbedder } from './client-embedder.js'
import { EmbedderError, modelFailed } from './embedder-error.js'
import type { LoadProgress, Model } from './load-model.js'

export interface BrowserEmbedderOptions {
  /** The folder of the model below `modelsPath`, named as in the server's `browserEmbedder`, like `Xenova/multilingual-e5-small`. */
  model: string
  /** Where your site serves models in ONNX, like `/models/`; outside browsers a folder. Nothing is fetched from elsewhere. */
  modelsPath: string
  /** Numbers in each of the model's vectors. */
  dimensions: number
  /** Where your site serves the files of `onnxruntime-web/dist`. Default: `onnxruntime/` below `modelsPath`. For browsers. */
  wasmPath?: string
  /** Where your site serves `transformers.min.js`, for pages without a bundler. Else the package is imported. */
  library?: string
  /** Default: WebGPU where there is one, else WebAssembly. For browsers. */
  device?: 'webgpu' | 'wasm'
  /** The files' precision, like `q8` or `fp32`. Default `q8`. */
  dtype?: string
  /** How a text's vector is made of its tokens', as the model's card says. Default `mean`. */
  pooling?: 'mean' | 'cls'
  /** While the model is loaded. */
  onProgress?(progress: LoadProgress): void
}
export interface BrowserEmbedder extends ClientEmbedder {
  /** Loads the model now and not with the first text. Resolves with what it runs on: `webgpu`, `wasm` or `cpu`. Throws EmbedderError. */
  load(): Promise<{ device: string }>
  /** Lets go of the model and its memory; what is being embedded fails with `disposed`. */
  dispose(): Promise<void>
}

/** An embedder whose model is opened with the first text, or by `load`, and again after a failure. */
export function createEmbedder(options: BrowserEmbedderOptions, open: () => Promise<Model>): BrowserEmbedder {
  const { model, dimensions } = options
  const away = new AbortController()
  const disposed = new EmbedderError({ code: 'disposed', message: 'The embedder was put away.' })
  let loading: Promise<Model> | undefined
  const ready = () => {
    if (away.signal.aborted) return Promise.reject(disposed)
    loading ??= open()
    // What was not served yet may be the next time.
    loading.catch(() => {
      loading = undefined
    })
    return loading
  }
  return {
    model,
    async load() {
      const { device } = await unlessCalledOff(ready(), away.signal)
      return { device }
    },
    async embed(texts, { signal }) {
      const until = signal ? AbortSignal.any([signal, away.signal]) : away.signal
      if (texts.length === 0) return []
      const loaded = await unlessCalledOff(ready(), until)
      const vectors = await unlessCalledOff(loaded.embed(texts).catch(rethrown), until)
      if (vectors.length !== texts.length || vectors.some(({ length }) => length !== dimensions)) throw otherLength(options, vectors[0])
      return vectors
    },
    async dispose() {
      away.abort(disposed)
      const loaded = await loading?.catch(() => undefined)
      await loaded?.dispose()
    },
  }
}

function rethrown(cause: unknown): never {
  throw EmbedderError.isInstance(cause) ? cause : modelFailed(cause)
}

function otherLength({ model, dimensions }: BrowserEmbedderOptions, vector: Float32Array | undefined): EmbedderError {
  const message = `${model} makes vectors of ${vector?.length ?? 0} numbers, not of ${dimensions}. Say so here and in the server's browserEmbedder.`
  return new EmbedderError({ code: 'dimensions', message })
}

/** A model cannot be stopped in the middle; nobody waits for it though. */
function unlessCalledOff<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason)
    if (signal.aborted) leave()
    signal.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
