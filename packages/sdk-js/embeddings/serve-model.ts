import { EmbedderError, modelFailed } from './embedder-error.js'
import { type Installed, loadModel, type Model } from './load-model.js'
import type { FromWorker, ToWorker } from './worker-messages.js'

/** Runs the model of a page in this worker, so that nothing on the page waits. */
export function serveModel(installed?: Installed): void {
  let loading: Promise<Model> | undefined
  const post = (message: FromWorker) => postMessage(message)

  addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
    work(data).catch((error: unknown) => {
      const { code, message, cause } = EmbedderError.isInstance(error) ? error : modelFailed(error)
      post({ type: 'failed', id: data.id, code, message, cause: String(cause) })
    })
  })

  async function work(data: ToWorker): Promise<void> {
    if (data.type === 'load') {
      loading = loadModel(data.options, (progress) => post({ type: 'progress', ...progress }), installed)
      const { device } = await loading
      return post({ type: 'loaded', id: data.id, device })
    }
    const model = await loading
    if (!model) return
    post({ type: 'embedded', id: data.id, vectors: await model.embed(data.texts) })
  }
}
