import { CoachError, type Handlers, type Message, type MessageClient, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import { describeClient } from '../../domain/client/describe-client.js'
import { coachIsSilent } from '../../domain/handover/coach-is-silent.js'
import type { MessageToSend, Principal, SentMessage, StorageTx } from '../../ports/index.js'
import { openConversation } from '../conversations/index.js'
import { personName } from '../handover/index.js'
import { readQuestionVector } from '../knowledge/index.js'
import type { MessageParts } from './message-parts.js'
import { createMessageRecords } from './message-records.js'
import { mindText } from './mind-text.js'
import { stopAnswer } from './stop-answer.js'

export function createHandlers(parts: MessageParts): Handlers<Routes['messages'], RequestContext> {
  return {
    ...createMessageRecords(parts),
    async send({ params, body: { attachments, ...body } }, context) {
      const client = describeClient(context)
      await mindText(parts, { principal: principalOf(context), ...params, text: body.text })
      if (attachments)
        return sendFiles(parts, principalOf(context), { ...params, ...body, clientMessageId: idOf(body, attachments), attachmentIds: attachments, client })
      mustSaySomething(body.text)
      const vector = readQuestionVector(parts.embedder, body.vector)
      const sent = await store(parts, { sender: principalOf(context), conversationId: params.conversationId, ...body, vector, client }, context)
      if (!sent.duplicate) {
        parts.publish(params.conversationId, sent.events)
        if (sent.answer) parts.onJob()
        else tellInbox(parts, principalOf(context).creatorId, sent.question)
      }
      return { message: sent.question, duplicate: sent.duplicate }
    },
    async reply({ params: { conversationId }, body: { attachments, ...body } }, context) {
      const member = principalOf(context)
      const { creatorId } = member
      await mindText(parts, { principal: member, conversationId, text: body.text })
      if (!attachments) mustSaySomething(body.text)
      const { message, events, duplicate } = await parts.storage.as({ creatorId }, async (tx) => {
        const author = await personName(tx, member)
        if (!attachments) return tx.handovers.reply({ conversationId, member, author, ...body })
        return tx.attachments.send({ sender: member, role: 'member', author, conversationId, ...body, attachmentIds: attachments })
      })
      parts.publish(conversationId, events)
      return { message, duplicate }
    },
    async list({ params, query }, context) {
      const principal = principalOf(context)
      return parts.storage.as({ creatorId: principal.creatorId }, async (tx) => {
        // Read before the page: what is newer than this position may be in the page, what is older is.
        const conversation = await openConversation({ tx, principal, conversationId: params.conversationId })
        const { offset } = conversation
        return {
          ...(await tx.messages.history({ conversationId: params.conversationId, ...query, superseded: query.superseded === 'include' })),
          offset,
          conversation,
        }
      })
    },
    async stop({ params }, context) {
      const { creatorId } = principalOf(context)
      const answer = await parts.storage.as({ creatorId }, (tx) => readableAnswer(tx, params, context))
      if (answer.status !== 'pending') return answer
      const ended = await stopAnswer(parts, { creatorId, ...params })
      if (!ended) throw new CoachError('RESOURCE_001')
      return ended
    },
    async regenerate({ params }, context) {
      const { creatorId } = principalOf(context)
      const again = await parts.storage.as({ creatorId }, async (tx) => {
        await readableAnswer(tx, params, context)
        return tx.branches.regenerate(params)
      })
      parts.publish(params.conversationId, again.events)
      parts.onJob()
      return again.message
    },
    async edit({ params, body }, context) {
      const principal = principalOf(context)
      const { conversationId, messageId } = params
      await mindText(parts, { principal, conversationId, text: body.text })
      const edited = await parts.storage.as({ creatorId: principal.creatorId }, async (tx) => {
        await openConversation({ tx, principal, conversationId })
        const asked = await tx.messages.find(messageId)
        if (asked?.conversationId !== conversationId || asked.role !== 'user') throw new CoachError('RESOURCE_001')
        return tx.branches.edit({ sender: principal, conversationId, messageId, ...body, client: describeClient(context) })
      })
      if (!edited.duplicate) {
        parts.publish(conversationId, edited.events)
        parts.onJob()
      }
      return { message: edited.question, duplicate: edited.duplicate }
    },
    async retry({ params }, context) {
      const { creatorId } = principalOf(context)
      const again = await parts.storage.as({ creatorId }, async (tx) => {
        const { conversationId } = await readableAnswer(tx, params, context)
        const conversation = await tx.conversations.find(conversationId)
        if (!conversation || coachIsSilent(conversation)) return undefined
        return tx.messages.retry({ messageId: params.messageId })
      })
      if (!again) throw new CoachError('CONFLICT_001')
      parts.publish(params.conversationId, again.events)
      parts.onJob()
      return again.message
    },
  }
}

/** What was counted as a message to people is stored as one, or counted as the question that it is before it is stored. */
async function store({ storage, heldByPeople }: MessageParts, message: MessageToSend, { admitQuestion }: RequestContext): Promise<SentMessage> {
  const { conversationId } = message
  const toPeople = admitQuestion && (await storage.batched.sendToPeople(message))
  if (!toPeople) await admitQuestion?.()
  const sent = toPeople ?? (await storage.batched.sendMessage(message))
  if (!sent.duplicate) heldByPeople.note({ conversationId, held: sent.answer === undefined })
  return sent
}

interface FilesSent {
  conversationId: string
  clientMessageId: string
  text: string
  attachmentIds: string[]
  client: MessageClient
}

/** To people: no coach answers there. */
async function sendFiles(parts: MessageParts, sender: Principal, sent: FilesSent): Promise<{ message: Message; duplicate: boolean }> {
  const { creatorId } = sender
  const { message, events, duplicate } = await parts.storage.as({ creatorId }, async (tx) => {
    await openConversation({ tx, principal: sender, conversationId: sent.conversationId })
    return tx.attachments.send({ sender, role: 'user', ...sent })
  })
  parts.publish(message.conversationId, events)
  parts.heldByPeople.note({ conversationId: message.conversationId, held: true })
  if (!duplicate) tellInbox(parts, creatorId, message)
  return { message, duplicate }
}

/** A file is sent once, so the first stands for a message that has no name of its sender's. */
function idOf({ clientMessageId }: { clientMessageId?: string | undefined }, attachmentIds: readonly string[]): string {
  return clientMessageId ?? attachmentIds[0] ?? ''
}

/** With files it need not. */
function mustSaySomething(text: string): void {
  if (text === '') throw new CoachError('MESSAGE_001')
}

/** Nobody but a person will answer it. */
function tellInbox({ bus }: MessageParts, creatorId: string, { conversationId, offset }: Message): void {
  bus.publish(`creator:${creatorId}`, { kind: 'ephemeral', event: { type: 'message.waiting', conversationId, offset } })
}

async function readableAnswer(tx: StorageTx, ids: { conversationId: string; messageId: string }, context: RequestContext): Promise<Message> {
  await openConversation({ tx, principal: principalOf(context), conversationId: ids.conversationId })
  const message = await tx.messages.find(ids.messageId)
  if (!message || message.conversationId !== ids.conversationId || message.role !== 'assistant') throw new CoachError('RESOURCE_001')
  return message
}
