import { EmbedderError } from './embedder-error.js'

export interface ModelOptions {
  model: string
  modelsPath: string
  wasmPath: string | undefined
  library: string | undefined
  device: 'webgpu' | 'wasm' | undefined
  dtype: string
  pooling: 'mean' | 'cls'
}
/** Bytes of the model's files so far. */
export interface LoadProgress {
  loaded: number
  total: number
}
export interface Model {
  /** What it runs on: `webgpu`, `wasm` or, outside browsers, `cpu`. */
  device: string
  embed(texts: string[]): Promise<Float32Array[]>
  dispose(): Promise<void>
}

type Extract = {
  (texts: string[], how: { pooling: string; normalize: boolean }): Promise<{ data: Float32Array; dims: number[]; dispose(): void }>
  dispose(): Promise<unknown>
}
interface FileProgress {
  status: string
  file?: string
  loaded?: number
  total?: number
}
/** What is used of `@huggingface/transformers` (4). */
interface Library {
  env: {
    allowLocalModels: boolean
    allowRemoteModels: boolean
    localModelPath: string
    useBrowserCache: boolean
    useWasmCache: boolean
    backends: { onnx: { wasm?: { wasmPaths?: unknown } } }
  }
  pipeline(
    task: 'feature-extraction',
    model: string,
    options: { device: string; dtype: string; progress_callback(progress: FileProgress): void },
  ): Promise<Extract>
}

/** Brings `@huggingface/transformers` as it is installed. */
export type Installed = () => Promise<unknown>

/**
 * Loads a model where this code runs: from the host's own addresses, and from nowhere else. Without `installed` the library has to have an
 * address too. Throws EmbedderError.
 */
export async function loadModel(options: ModelOptions, onProgress: (progress: LoadProgress) => void, installed?: Installed): Promise<Model> {
  const library = await loadLibrary(options.library, installed)
  const { env } = library
  Object.assign(env, { allowLocalModels: true, allowRemoteModels: false, localModelPath: options.modelsPath })
  // What is the host's is cached as its answers say; a second copy would outlive them, and a runtime from a blob would need a wider policy.
  Object.assign(env, { useBrowserCache: false, useWasmCache: false })
  if (options.wasmPath !== undefined && env.backends.onnx.wasm) env.backends.onnx.wasm.wasmPaths = options.wasmPath
  let failure: unknown
  for (const device of await devices(options)) {
    try {
      return modelOf(await library.pipeline('feature-extraction', options.model, { device, dtype: options.dtype, progress_callback: summed(onProgress) }), {
        ...options,
        device,
      })
    } catch (error) {
      failure = error
    }
  }
  const message = `The model ${options.model} cannot be loaded: its files, config.json and onnx/ among them, must be below ${options.modelsPath}.`
  throw new EmbedderError({ code: 'model_missing', message, cause: failure })
}

function modelOf(extract: Extract, { device, pooling }: { device: string; pooling: string }): Model {
  return {
    device,
    async embed(texts) {
      const tensor = await extract(texts, { pooling, normalize: true })
      const width = tensor.dims.at(-1) ?? 0
      const vectors = texts.map((_, at) => tensor.data.slice(at * width, (at + 1) * width))
      tensor.dispose()
      return vectors
    },
    async dispose() {
      await extract.dispose()
    },
  }
}

async function loadLibrary(address: string | undefined, installed: Installed | undefined): Promise<Library> {
  try {
    return (await (address === undefined ? installed?.() : import(/* @vite-ignore */ /* webpackIgnore: true */ address))) as Library
  } catch (cause) {
    const message =
      address === undefined
        ? 'Embedding needs the package @huggingface/transformers. Run: npm install @huggingface/transformers'
        : `The library at ${address} cannot be loaded: it must be transformers.min.js of @huggingface/transformers, served as JavaScript.`
    throw new EmbedderError({ code: 'package_missing', message, cause })
  }
}

/** In the order they are tried. */
async function devices({ device }: ModelOptions): Promise<string[]> {
  if (!isBrowser()) return ['cpu']
  if (device !== undefined) return [device]
  return (await hasGpu()) ? ['webgpu', 'wasm'] : ['wasm']
}

async function hasGpu(): Promise<boolean> {
  const { gpu } = globalThis.navigator as { gpu?: { requestAdapter(): Promise<unknown> } }
  return Boolean(await gpu?.requestAdapter().catch(() => undefined))
}

export function isBrowser(): boolean {
  return typeof Worker === 'function' && typeof location === 'object'
}

/** The progress of each file as one of all. */
function summed(onProgress: (progress: LoadProgress) => void): (progress: FileProgress) => void {
  const files = new Map<string, LoadProgress>()
  return ({ status, file, loaded, total }) => {
    if (status !== 'progress' || file === undefined || loaded === undefined || total === undefined) return
    files.set(file, { loaded, total })
    const all = { loaded: 0, total: 0 }
    for (const each of files.values()) {
      all.loaded += each.loaded
      all.total += each.total
    }
    onProgress(all)
  }
}
