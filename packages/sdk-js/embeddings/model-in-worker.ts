import { EmbedderError } from './embedder-error.js'
import type { LoadProgress, Model, ModelOptions } from './load-model.js'
import type { FromWorker, ToWorker } from './worker-messages.js'

type Answer = Exclude<FromWorker, { type: 'progress' }>

/** Loads a model in that worker, which is its own. Throws EmbedderError. */
export async function loadModelInWorker(worker: Worker, options: ModelOptions, onProgress: (progress: LoadProgress) => void): Promise<Model> {
  const waiting = new Map<number, { resolve(answer: Answer): void; reject(error: EmbedderError): void }>()
  const broken = (event: Event) => {
    // The browser's own message would go to the console beside this error.
    event.preventDefault()
    const message = 'The worker of the embedder failed: its file, worker.js, must be served by the page’s own origin as JavaScript.'
    for (const { reject } of waiting.values()) reject(new EmbedderError({ code: 'failed', message }))
    waiting.clear()
  }
  worker.addEventListener('error', broken)
  worker.addEventListener('messageerror', broken)
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === 'progress') return onProgress({ loaded: data.loaded, total: data.total })
    const asked = waiting.get(data.id)
    waiting.delete(data.id)
    if (data.type === 'failed') asked?.reject(new EmbedderError(data))
    else asked?.resolve(data)
  })
  let last = 0
  const ask = (message: ToWorker) =>
    new Promise<Answer>((resolve, reject) => {
      waiting.set(message.id, { resolve, reject })
      worker.postMessage(message)
    })
  try {
    const loaded = await ask({ type: 'load', id: ++last, options })
    return {
      device: loaded.type === 'loaded' ? loaded.device : '',
      async embed(texts) {
        const answer = await ask({ type: 'embed', id: ++last, texts })
        return answer.type === 'embedded' ? answer.vectors : []
      },
      async dispose() {
        worker.terminate()
        for (const { reject } of waiting.values()) reject(new EmbedderError({ code: 'disposed', message: 'The embedder was put away.' }))
        waiting.clear()
      },
    }
  } catch (error) {
    worker.terminate()
    throw error
  }
}
