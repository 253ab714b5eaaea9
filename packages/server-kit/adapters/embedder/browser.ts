import { AdapterError, type Embedder } from '../../ports/index.js'
import { traitsOf } from './model-traits.js'

export interface BrowserEmbedderOptions {
  /** The model as clients name it, for example `Xenova/multilingual-e5-small`. */
  model: string
  /** Numbers in each of its vectors. */
  dimensions: number
  /** The languages it knows, in place of what is known of the model. */
  languages?: readonly string[]
}

/** An embedder that runs in the pages of members and visitors: the server stores and compares the vectors they send, and makes none. */
export function browserEmbedder({ model, dimensions, languages }: BrowserEmbedderOptions): Embedder {
  const traits = traitsOf(model)
  const id = `browser:${model}`
  return {
    id,
    maxBatch: 32,
    languages: languages ?? traits.languages,
    client: { model, dimensions, queryPrefix: traits.query, passagePrefix: traits.passage },
    embed: () => Promise.reject(new AdapterError({ adapter: id, code: 'in_browser', retryable: false, message: 'This embedder runs in browsers only.' })),
  }
}
