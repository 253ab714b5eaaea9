import type { Message } from '@coachkit/contract'
import { buildSummaryPrompt } from '../../domain/prompt/index.js'
import { estimateTokens } from '../../domain/tokens/estimate-tokens.js'
import type { CreatorRecord } from '../../ports/index.js'
import { reserveExchange, settleUsage } from './exchange-quota.js'
import { beginGeneration, generate, mostOf, tookOf } from './generate.js'
import type { MessageParts } from './message-parts.js'
import { modelTurn } from './model-turn.js'

/** Messages, or part of the model's window, after which the older ones are summarised: well before they no longer fit. */
const mostMessages = 16
const mostOfWindow = 0.25
/** The newest ones, which stay as they are. */
const kept = 8
const patienceMs = 60_000

interface Older {
  creator: CreatorRecord
  answer: Message
  language: string
  /** What no summary holds yet, oldest first. */
  messages: Message[]
  earlier: string | undefined
  routing: { conversationId: string; model?: string }
  signal: AbortSignal
}

/** Summarises older turns once they are many, after the answer, so that nobody waits for it. When it fails, they are merely left out one day. */
export async function summariseOlder(parts: MessageParts, older: Older): Promise<void> {
  const { languageModel, storage, prices } = parts
  const { creator, answer, messages } = older
  const { quotesOnly, contextTokens } = languageModel.capabilities
  const tokens = messages.reduce((sum, { text }) => sum + estimateTokens(text), 0)
  const many = messages.length > mostMessages || (messages.length > kept && tokens > contextTokens * mostOfWindow)
  const ended = messages.slice(0, -kept)
  const last = ended.at(-1)
  if (quotesOnly || !many || !last) return
  const turns = ended.map(modelTurn)
  const request = { ...buildSummaryPrompt({ language: older.language, earlier: older.earlier, turns }), routing: older.routing }
  const most = { ...mostOf(request, parts), exchanges: 0 }
  const reserved = await reserveExchange(parts, { creator, answerId: `${answer.id}:summary`, most })
  const generation = beginGeneration(request, languageModel)
  const signal = AbortSignal.any([older.signal, AbortSignal.timeout(patienceMs)])
  const failure = await generate(generation, { languageModel, signal, onText: () => undefined }).then(
    () => undefined,
    (error: unknown) => ({ error }),
  )
  const took = failure && !generation.text && !generation.usage ? undefined : tookOf(generation, { prices, quotesOnly })
  const { conversationId } = answer
  await storage.as({ creatorId: creator.id }, async (tx) => {
    if (!failure) await tx.summaries.put({ conversationId, text: generation.text, upToOffset: last.offset, model: generation.model })
    if (took) await tx.modelCalls.add({ ...took, conversationId, messageId: answer.id, purpose: 'summary' })
    const { promptTokens = 0, completionTokens = 0, microUsd = 0 } = took ?? {}
    await settleUsage(tx, reserved, { exchanges: 0, tokens: promptTokens + completionTokens, microUsd })
  })
  if (failure) throw failure.error
}
