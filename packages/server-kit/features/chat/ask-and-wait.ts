import { CoachError, type Handlers, type Message, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import { channelOf } from '../conversations/index.js'
import { type ChatDeps, findAnswer, openChat } from './chat-parts.js'

/** Below the patience of the SDK and of most proxies. */
const patienceMs = 25_000

/** One question and its whole answer in one call, over the same log and the same job as any other. */
export function askAndWait(deps: ChatDeps, waitMs = patienceMs): Handlers<Routes['chat'], RequestContext>['ask'] {
  return async ({ body: { id, ...body } }, context) => {
    const conversation = await openChat(deps, { chatId: id, principal: principalOf(context), opens: channelOf(context) })
    if (!conversation) throw new CoachError('RESOURCE_001')
    const { id: conversationId } = conversation
    const { message, duplicate } = await deps.messages.send({ params: { conversationId }, query: undefined, body }, context)
    const answer = await answerTo(deps, { message, waitMs }, context)
    return { conversationId, message, duplicate, ...(answer ? { answer } : {}) }
  }
}

async function answerTo(deps: ChatDeps, { message, waitMs }: { message: Message; waitMs: number }, context: RequestContext): Promise<Message | undefined> {
  const { conversationId } = message
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(waitMs)])
  // Followed before it is looked at: what ends it comes after, or is seen.
  const { events, close } = await deps.follow({ principal: principalOf(context), conversationId, signal })
  try {
    const answer = await findAnswer(deps, { conversationId, asked: { questionId: message.id } }, context)
    return answer?.status === 'pending' ? ((await ended(events, answer.id)) ?? answer) : answer
  } finally {
    close()
  }
}

/** `undefined` when the wait ended before. */
async function ended(events: Awaited<ReturnType<ChatDeps['follow']>>['events'], answerId: string): Promise<Message | undefined> {
  try {
    for await (const event of events) {
      if ((event.type === 'message.completed' || event.type === 'message.failed') && event.message.id === answerId) return event.message
    }
  } catch {
    // The time is over, the caller left, or the server stops: the answer is written on, and can be asked for again.
  }
  return undefined
}
