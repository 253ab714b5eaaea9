import { CoachError, type ErrorCode, type Message } from '@coachkit/contract'
import { v7, validate } from 'uuid'
import * as z from 'zod/mini'
import { participantIdOf } from '../../../domain/participant/participant-id.js'
import type { BatchedWork, LoggedEvent, MessageToSend, Principal, SentMessage } from '../../../ports/index.js'
import { type Carrier, carrierNow } from '../../../telemetry/index.js'
import type { RunQuery } from '../engine.js'
import { storableJson, storableText } from '../storable-text.js'
import { createBatcher, type Outcome } from './batcher.js'

type Send = MessageToSend & { toPeople: boolean; carrier: Carrier }
/** A repeat is read by itself: what was stored first may have gone on meanwhile. */
type Stored = { sent: SentMessage } | { earlierId: string } | { forCoach: true }

/** Two, so that one batch is put together and answered while the other is written. */
const lanes = 2
const mostInBatch = 256
const titleLength = 80
const statement = 'select place, outcome, log_offset, at, earlier from coach.send_messages($1::text::json)'

const rows = z.array(z.tuple([z.int(), z.string(), z.nullable(z.int()), z.nullable(z.string()), z.nullable(z.string())]))

/** Stores what is sent, many at a time; see the function `coach.send_messages`. */
export function createSendMessages({
  run,
  findExchange,
}: {
  run: RunQuery
  findExchange(input: { creatorId: string; questionId: string }): Promise<Pick<SentMessage, 'question' | 'answer'>>
}): Pick<BatchedWork, 'sendMessage' | 'sendToPeople'> {
  const add = createBatcher<Send, Stored>({
    lanes,
    // Of one conversation, one batch at a time: a failed one leaves no hole, and nobody overtakes.
    keyOf: ({ conversationId }) => conversationId,
    most: mostInBatch,
    run: (sends) => storeAll(run, sends),
  })
  const send = async (input: MessageToSend & { toPeople: boolean }): Promise<SentMessage | undefined> => {
    if (!validate(input.conversationId)) throw new CoachError('RESOURCE_001')
    const context = input.context && storableJson(input.context)
    const clientMessageId = input.clientMessageId && storableText(input.clientMessageId)
    const stored = await add({ ...input, carrier: carrierNow(), text: storableText(input.text), clientMessageId, context })
    if ('forCoach' in stored) return undefined
    if ('sent' in stored) return stored.sent
    const exchange = await findExchange({ creatorId: input.sender.creatorId, questionId: stored.earlierId })
    return { ...exchange, events: [], duplicate: true }
  }
  return {
    async sendMessage(input) {
      const sent = await send({ ...input, toPeople: false })
      if (!sent) throw new CoachError('CONFLICT_001')
      return sent
    },
    sendToPeople: (input) => send({ ...input, toPeople: true }),
  }
}

async function storeAll(run: RunQuery, sends: Send[]): Promise<Outcome<Stored>[]> {
  const asked = sends.map((send, position) => ({ send, row: toRow(send, position) }))
  const groups = new Map<string, { creator_id: string; sends: object[] }>()
  for (const { send, row } of asked) {
    const { creatorId } = send.sender
    const group = groups.get(creatorId) ?? { creator_id: creatorId, sends: [] }
    group.sends.push(row)
    groups.set(creatorId, group)
  }
  const answered = new Map(rows.parse(await run(statement, [JSON.stringify([...groups.values()])])).map((row) => [row[0], row]))
  return asked.map(({ send, row }, position) => {
    const [, outcome, offset, at, earlier] = answered.get(position) ?? [position, 'absent', null, null, null]
    if ((outcome === 'sent' || outcome === 'held') && offset !== null && at !== null) {
      return { result: { sent: sentMessage(send, { row, offset, at, isHeld: outcome === 'held' }) } }
    }
    if (outcome === 'coach') return { result: { forCoach: true } }
    if (outcome === 'duplicate' && earlier !== null) return { result: { earlierId: earlier } }
    return { error: new CoachError(refusals[outcome] ?? 'RESOURCE_001') }
  })
}

const refusals: Record<string, ErrorCode> = {
  absent: 'RESOURCE_001',
  full: 'CONVERSATION_002',
  conflict: 'idempotency_conflict',
  suspended: 'CREATOR_003',
  'signed-out': 'AUTH_001',
  unidentified: 'AUTH_005',
}

function toRow({ sender, conversationId, clientMessageId, text, vector, context, client, carrier, toPeople }: Send, position: number) {
  return {
    position,
    conversation_id: conversationId,
    sent_by: participantIdOf(sender),
    client_message_id: clientMessageId,
    text,
    title: cutTitle(text),
    ...credentialOf(sender),
    question_id: v7(),
    answer_id: v7(),
    job_id: v7(),
    carrier,
    ...(vector ? { vector: base64Of(vector.values), embedder_id: vector.embedderId } : {}),
    ...(context ? { context } : {}),
    ...(client ? { client } : {}),
    ...(toPeople ? { to_people: true } : {}),
  }
}

function base64Of({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64')
}

/** What must still hold when the message is stored. A person was asked about just before. */
function credentialOf(sender: Principal) {
  if (sender.kind === 'visitor') return { session_id: sender.sessionId, token_hash: sender.tokenHash }
  return sender.role === 'key' ? { key_id: sender.memberId } : {}
}

function sentMessage(
  { conversationId, clientMessageId, text, context }: Send,
  stored: { row: ReturnType<typeof toRow>; offset: number; at: string; isHeld: boolean },
): SentMessage {
  const { row, offset, at: createdAt, isHeld } = stored
  const question: Message = {
    id: row.question_id,
    conversationId,
    offset,
    role: 'user',
    status: 'sent',
    text,
    citations: [],
    ...(clientMessageId === undefined ? {} : { clientMessageId }),
    ...(context ? { context } : {}),
    createdAt,
  }
  const answer: Message = {
    id: row.answer_id,
    conversationId,
    offset: offset + 1,
    role: 'assistant',
    status: 'pending',
    text: '',
    citations: [],
    replyTo: question.id,
    createdAt,
  }
  const created = (message: Message): LoggedEvent => ({ offset: message.offset, event: { type: 'message.created', message } })
  if (isHeld) return { question, events: [created(question)], duplicate: false }
  return { question, answer, events: [created(question), created(answer)], duplicate: false }
}

function cutTitle(text: string): string {
  return Array.from(text.replace(/\s+/g, ' ').trim()).slice(0, titleLength).join('').trimEnd()
}
