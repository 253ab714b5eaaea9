import { answerKey } from '../../domain/prompt/answer-key.js'
import { AdapterError, type CachedAnswer, type GenerateRequest } from '../../ports/index.js'
import type { Generation } from './generate.js'
import type { MessageParts } from './message-parts.js'

/** Where the answer to one request is kept. */
export interface AnswerPlace {
  creatorId: string
  key: string
  /** What is there; nothing where another answer was asked for. */
  found?: CachedAnswer | undefined
}

/** `undefined` where no answer is kept: a model that quotes is asked for nothing, and where models share the conversations each is to answer its own. */
export async function placeOfAnswer(
  parts: MessageParts,
  { creatorId, request, anew }: { creatorId: string; request: GenerateRequest; anew: boolean },
): Promise<AnswerPlace | undefined> {
  const { languageModel, answerCache } = parts
  const states = languageModel.states?.() ?? []
  if (!answerCache || languageModel.capabilities.quotesOnly || states.some(({ share }) => share > 0 && share < 1)) return undefined
  const models = [languageModel.id, ...states.map(({ id }) => id)]
  return unlessAway(parts, creatorId, () =>
    parts.storage.as({ creatorId }, async (tx) => {
      const key = answerKey({ request, models, knowledgeVersion: await tx.knowledge.version() })
      return { creatorId, key, found: anew ? undefined : await tx.answerCache.find(key) }
    }),
  )
}

/** Keeps what was written, for whoever asks the same. */
export async function keepAnswer(parts: MessageParts, { creatorId, key }: AnswerPlace, { text, model }: Generation): Promise<void> {
  const { answerCache, clock, storage } = parts
  if (!answerCache) return
  const expiresAt = new Date(clock.now().getTime() + answerCache.seconds * 1000)
  const { mostPerCreator: most } = answerCache
  await unlessAway(parts, creatorId, () => storage.as({ creatorId }, (tx) => tx.answerCache.put({ key, text, model, expiresAt, most })))
}

/** A model's call that is not made. */
export function asGeneration(request: GenerateRequest, { text, model }: CachedAnswer): Generation {
  return { request, text, model, began: performance.now(), firstTokenMs: 0, usage: { promptTokens: 0, completionTokens: 0 }, cached: true }
}

/** An answer does not fail for what it would have saved. */
async function unlessAway<Result>({ logger }: MessageParts, creatorId: string, work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work()
  } catch (error) {
    logger.warn('answer.cache_unavailable', { creatorId, reason: AdapterError.isInstance(error) ? `${error.adapter}.${error.code}` : 'unexpected' })
    return undefined
  }
}
