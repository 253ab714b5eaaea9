import { visitorCalls } from '../http/visitor-calls.js'
import type { VisitorClient } from '../visitor-client.js'
import { type BrowserEmbedderOptions, createEmbedder } from './create-embedder.js'
import { loadModelInWorker } from './model-in-worker.js'
import { settingsOf } from './model-settings.js'
import { openPageWorker } from './open-page-worker.js'
import { createQuestionVectors } from './question-vectors.js'

export { EmbedderError, type EmbedderErrorCode } from './embedder-error.js'

/** The model, and the length of its vectors, are what the server's health says. */
export interface PageEmbedderOptions extends Omit<BrowserEmbedderOptions, 'model' | 'dimensions'> {
  /** Ends it: the model is let go of, and questions go by their words again. */
  signal: AbortSignal
}

/**
 * Has a visitor's questions embedded in the page from when the model is there; until then, and when it fails, they go by their words. The
 * library is loaded from `library`, by default `transformers.min.js` below `modelsPath`, and is in no bundle.
 * Resolves with whether the server wants vectors. Rejects with EmbedderError and CoachClientError.
 */
export async function embedQuestions(client: VisitorClient, options: PageEmbedderOptions): Promise<boolean> {
  // The visitor's clients of this page know from now on where this is.
  Object.assign(visitorCalls, { 'health.get': ['GET', '/v1/health'] })
  const { signal, modelsPath, library = `${modelsPath.replace(/\/$/, '')}/transformers.min.js`, onProgress = () => undefined } = options
  const { questionEmbedder } = await client.call('health.get', { signal })
  signal.throwIfAborted()
  if (!questionEmbedder) return false
  const { model, dimensions } = questionEmbedder
  const complete = { ...options, library, model, dimensions }
  const embedder = createEmbedder(complete, async () => loadModelInWorker(openPageWorker(), settingsOf(complete), onProgress))
  const end = () => {
    client.makeVectors(undefined)
    void embedder.dispose()
  }
  signal.addEventListener('abort', end, { once: true })
  // The library asks how large the files are before it tells of any.
  onProgress({ loaded: 0, total: 0 })
  await embedder.load()
  client.makeVectors(createQuestionVectors({ embedder, http: client }))
  return true
}
