import type { Message } from '@coachkit/contract'
import { AdapterError } from '../../ports/index.js'
import type { MessageParts } from './message-parts.js'

/** How long another instance may take to end what it writes. */
const patienceMs = 1000

interface Ids {
  creatorId: string
  conversationId: string
  messageId: string
}

/** Ends an answer and keeps what there is of it, whichever instance writes it. Returns it as it ended. */
export async function stopAnswer(parts: MessageParts, ids: Ids): Promise<Message | undefined> {
  if (!parts.running.has(ids.messageId)) await askWriter(parts, ids)
  return (await endHere(parts, ids)) ?? find(parts, ids)
}

/** Ends every answer that is being written in a conversation, or waits to be. */
export async function stopAnswers(parts: MessageParts, { creatorId, conversationId }: Omit<Ids, 'messageId'>): Promise<void> {
  const { items } = await parts.storage.as({ creatorId }, (tx) => tx.messages.history({ conversationId, limit: 100 }))
  const pending = items.filter(({ status }) => status === 'pending')
  await Promise.all(pending.map(({ id: messageId }) => stopAnswer(parts, { creatorId, conversationId, messageId })))
}

/** For the instance that writes it, once another asks. */
export function stopWriting(parts: MessageParts, ids: Ids): void {
  endHere(parts, ids).catch((error: unknown) => {
    const reason = AdapterError.isInstance(error) ? error.code : 'unexpected'
    parts.logger.warn('answer.stop_failed', { creatorId: ids.creatorId, messageId: ids.messageId, reason })
  })
}

async function endHere(parts: MessageParts, { creatorId, conversationId, messageId }: Ids): Promise<Message | undefined> {
  // The upstream call ends before the database is asked: stopping must not wait.
  parts.running.get(messageId)?.abort()
  const text = parts.streams.end({ messageId })
  const settled = await parts.storage.as({ creatorId }, async (tx) => {
    // Without the job it also ends on an instance that heard nothing.
    await tx.jobs.cancel({ kind: 'answer', subjectId: messageId })
    return tx.messages.settle({ messageId, status: 'stopped', text, citations: [] })
  })
  if (settled) parts.publish(conversationId, settled.events)
  return settled?.message
}

/** Asks whoever writes it to end it, and waits until it has ended, or for a second: the text so far is there and nowhere else. */
async function askWriter(parts: MessageParts, ids: Ids): Promise<void> {
  const { bus } = parts
  if (!bus.capabilities.crossProcess) return
  const topic = `conversation:${ids.conversationId}`
  const ended = new AbortController()
  const leave = await bus.subscribe(topic, (frame) => {
    if (frame.kind !== 'durable' && frame.kind !== 'doorbell') return
    // Another event of the conversation wakes as well.
    find(parts, ids).then(
      (message) => message?.status !== 'pending' && ended.abort(),
      () => undefined,
    )
  })
  const waiting = AbortSignal.any([ended.signal, AbortSignal.timeout(patienceMs)])
  bus.publish(topic, { kind: 'stop', messageId: ids.messageId })
  if (!waiting.aborted) await new Promise((resolve) => waiting.addEventListener('abort', resolve, { once: true }))
  leave()
}

function find({ storage }: MessageParts, { creatorId, messageId }: Ids): Promise<Message | undefined> {
  return storage.as({ creatorId }, (tx) => tx.messages.find(messageId))
}
