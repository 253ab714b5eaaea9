import type { Message, ModelContext } from '@coachkit/contract'
import { historyMessages, mostHistoryTokens } from '../../domain/prompt/index.js'
import { estimateTokens } from '../../domain/tokens/estimate-tokens.js'
import type { StorageTx } from '../../ports/index.js'

/** Messages looked through for those that count. */
const page = 40

/** What a model reads of a conversation: the newest messages before `before`, and the summary of those it holds. */
export async function readHistory(tx: StorageTx, { conversationId, before }: { conversationId: string; before?: number }) {
  const { items } = await tx.messages.history({ conversationId, limit: page })
  const summary = await tx.summaries.find(conversationId)
  const since = summary?.upToOffset ?? 0
  const history = items.filter(({ offset, text }) => offset > since && (before === undefined || offset < before) && text !== '')
  return { history, summary }
}

/** The same as it would be with the next question. */
export async function readModelContext(
  tx: StorageTx,
  { conversationId, contextTokens }: { conversationId: string; contextTokens: number },
): Promise<ModelContext> {
  const { history, summary } = await readHistory(tx, { conversationId })
  const most = { messages: historyMessages, tokens: Math.min(mostHistoryTokens, contextTokens) }
  let tokens = estimateTokens(summary?.text ?? '')
  const messages: Message[] = []
  for (const message of history.slice(-most.messages).reverse()) {
    const more = tokens + estimateTokens(message.text)
    if (more > most.tokens) break
    tokens = more
    messages.unshift(message)
  }
  return { ...(summary ? { summary } : {}), messages, tokens, most }
}
