import { createHash } from 'node:crypto'
import type { AnswerDetails, Message } from '@coachkit/contract'
import type { Prices } from '../../domain/pricing/prices.js'
import { historyMessages } from '../../domain/prompt/index.js'
import { requestTokens } from '../../domain/tokens/estimate-tokens.js'
import type { GenerateRequest } from '../../ports/index.js'
import { type Generation, tookOf } from './generate.js'

/** How an answer came about, to be kept with it. `beganAt`: of the run that wrote it. */
export function answerDetails(
  { answer, attempt, beganAt, now, generation }: { answer: Message; attempt: number; beganAt: Date; now: Date; generation: Generation | undefined },
  pricing: { prices: Prices; quotesOnly: boolean },
): AnswerDetails {
  // The question was stored by the database's clock, which may be ahead of this one.
  const queuedMs = Math.max(0, beganAt.getTime() - Date.parse(answer.createdAt))
  const processingMs = Math.max(0, now.getTime() - beganAt.getTime())
  return {
    ...{ attempts: attempt, queuedMs, processingMs, totalMs: queuedMs + processingMs },
    ...(generation ? { model: modelOf(generation, pricing), context: contextOf(generation.request) } : {}),
  }
}

function modelOf(generation: Generation, pricing: { prices: Prices; quotesOnly: boolean }): NonNullable<AnswerDetails['model']> {
  const { model: id, promptTokens, completionTokens, estimated, microUsd, firstTokenMs } = tookOf(generation, pricing)
  const { temperature, maxTokens, stop } = generation.request
  return {
    ...{ id, promptTokens, completionTokens, estimated },
    ...(microUsd === undefined ? {} : { microUsd }),
    ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(stop === undefined ? {} : { stop }),
  }
}

function contextOf(request: GenerateRequest): NonNullable<AnswerDetails['context']> {
  const read = JSON.stringify([request.system, request.messages])
  return {
    windowSize: historyMessages,
    // The question itself is none of them.
    messages: request.messages.length - 1,
    tokens: requestTokens(request),
    hash: `sha256:${createHash('sha256').update(read).digest('hex')}`,
  }
}
