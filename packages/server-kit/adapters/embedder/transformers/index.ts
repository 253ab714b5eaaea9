import * as z from 'zod/mini'
import { AdapterError, type Embedder } from '../../../ports/index.js'
import { traitsOf } from '../model-traits.js'
import { unitVectors } from '../unit-vectors.js'

export interface TransformersOptions {
  /** The folder of the model below `modelPath`, like `Xenova/multilingual-e5-small`. */
  model: string
  /** Folder with models in ONNX; nothing is fetched from elsewhere. */
  modelPath: string
  /** Its files' precision, like `q8` or `fp32`; the library's own choice unless told. */
  dtype?: string
  /** How a text's vector is made of its tokens', as the model's card says. Default `mean`. */
  pooling?: 'mean' | 'cls'
  /** The languages it knows, in place of what is known of the model. */
  languages?: readonly string[]
}
type Extract = (texts: string[], options: { pooling: string; normalize: boolean }) => Promise<{ tolist(): unknown }>
/** What is used of `@huggingface/transformers` (3 and 4). */
export interface TransformersLibrary {
  env: { allowLocalModels: boolean; allowRemoteModels: boolean; localModelPath: string }
  pipeline(task: 'feature-extraction', model: string, options: { dtype?: string }): Promise<Extract>
}

const rows = z.array(z.array(z.number()))
const packageName = '@huggingface/transformers'

/** A model that runs in this process with transformers.js (needs `@huggingface/transformers`). It is loaded with the first text. */
export function transformersEmbedder(options: TransformersOptions, load: () => Promise<TransformersLibrary> = loadLibrary): Embedder {
  const id = `transformers:${options.model}`
  const traits = traitsOf(options.model)
  let loading: Promise<Extract> | undefined
  const ready = () => {
    loading ??= open(id, options, load)
    // A folder that was not there yet may be there the next time.
    loading.catch(() => {
      loading = undefined
    })
    return loading
  }
  return {
    id,
    languages: options.languages ?? traits.languages,
    maxBatch: 16,
    async embed(texts, { purpose, signal }) {
      const extract = await unlessCalledOff(ready(), signal)
      const asked = extract(
        texts.map((text) => traits[purpose] + text),
        { pooling: options.pooling ?? 'mean', normalize: true },
      )
      const made = await unlessCalledOff(
        asked.catch(() => {
          throw new AdapterError({ adapter: id, code: 'server_error', retryable: true, message: 'The model failed while it read the texts.' })
        }),
        signal,
      )
      const parsed = rows.safeParse(made.tolist())
      return unitVectors({ adapter: id, rows: parsed.success ? parsed.data : [], count: texts.length })
    },
  }
}

async function open(id: string, { model, modelPath, dtype }: TransformersOptions, load: () => Promise<TransformersLibrary>): Promise<Extract> {
  const library = await load().catch((cause: unknown) => {
    const message = `Embedding in this process needs the package ${packageName}. Run: npm install ${packageName}`
    throw new AdapterError({ adapter: id, code: 'package_missing', retryable: false, message, cause })
  })
  Object.assign(library.env, { allowLocalModels: true, allowRemoteModels: false, localModelPath: modelPath })
  return library.pipeline('feature-extraction', model, dtype === undefined ? {} : { dtype }).catch((cause: unknown) => {
    const message = `The model ${model} cannot be loaded: \`modelPath\` must be a folder that holds its files, ${model}/config.json and ${model}/onnx/ among them.`
    throw new AdapterError({ adapter: id, code: 'not_found', retryable: false, message, cause })
  })
}

async function loadLibrary(): Promise<TransformersLibrary> {
  return (await import(packageName)) as TransformersLibrary
}

/** The library cannot be stopped; nobody waits for it though. */
function unlessCalledOff<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason)
    if (signal.aborted) leave()
    signal.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
