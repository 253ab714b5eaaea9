import { type BrowserEmbedder, type BrowserEmbedderOptions, createEmbedder } from './create-embedder.js'
import { installedLibrary } from './installed-library.js'
import { isBrowser, loadModel } from './load-model.js'
import { loadModelInWorker } from './model-in-worker.js'
import { settingsOf } from './model-settings.js'

/** A model of the host's that runs in the page, in a worker of its own; outside browsers, in the process. Needs `@huggingface/transformers`. */
export function createBrowserEmbedder(options: BrowserEmbedderOptions): BrowserEmbedder {
  const { onProgress = () => undefined } = options
  return createEmbedder(options, async () => {
    const settings = settingsOf(options)
    if (!isBrowser()) return loadModel(settings, onProgress, installedLibrary)
    return loadModelInWorker(new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }), settings, onProgress)
  })
}
