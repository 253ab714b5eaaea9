import type { QuestionEmbedder, QuestionVector } from '@coachkit/contract'
import type { Call } from '../http/create-http.js'
import { base64Of } from './base64.js'
import type { ClientEmbedder } from './client-embedder.js'

/** A question is not held up any longer by its vector: then it goes by its words. */
const longestWaitMs = 2000
/** A server that could not be asked is asked again with a later question. */
const askAgainMs = 60_000

/** Makes the vector of a question where the server wants one of this model; nothing where it does not, or the model takes too long. */
export function createQuestionVectors({ embedder, http }: { embedder: ClientEmbedder; http: { call: Call } }) {
  let asked: { at: number; wanted: Promise<QuestionEmbedder | undefined> } | undefined
  const wantedBy = (): Promise<QuestionEmbedder | undefined> => {
    if (asked && Date.now() - asked.at < askAgainMs) return asked.wanted
    const wanted = http.call('health.get', {}).then(
      ({ questionEmbedder }) => questionEmbedder,
      () => undefined,
    )
    asked = { at: Date.now(), wanted }
    return wanted
  }
  return async (text: string, signal: AbortSignal): Promise<QuestionVector | undefined> => {
    const until = AbortSignal.any([signal, AbortSignal.timeout(longestWaitMs)])
    const make = async () => {
      const wanted = await wantedBy()
      if (wanted?.model !== embedder.model) return undefined
      const [vector] = await embedder.embed([wanted.queryPrefix + text], { signal: until })
      return vector?.length === wanted.dimensions ? { model: wanted.model, values: base64Of(vector) } : undefined
    }
    return Promise.race([make().catch(() => undefined), ended(until)])
  }
}

function ended(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}
