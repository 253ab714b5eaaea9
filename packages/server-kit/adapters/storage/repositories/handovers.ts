import { CoachError, type DurableConversationEvent } from '@coachkit/contract'
import { eq, sql } from 'drizzle-orm'
import { validate } from 'uuid'
import { participantIdOf } from '../../../domain/participant/participant-id.js'
import type { ConversationRecord, HandoverRepository, HandoverStep } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { conversationEvents, conversations } from '../schema.js'
import { storableText } from '../storable-text.js'
import { draft, findSent, lock, log, take } from './append-messages.js'
import { toConversation } from './conversations.js'
import { toMessage } from './messages.js'

type Row = typeof conversations.$inferSelect
type StepEvent = Extract<DurableConversationEvent, { conversation: unknown }>['type']

export function handoverRepository(db: Database): HandoverRepository {
  return {
    async request({ conversationId, reason }) {
      const row = await held(db, conversationId)
      if (row.state === 'coach') return step(db, row, 'handover.requested', { state: 'requested', handoverReason: reason, requestedAt: sql`now()` })
      if (row.state === 'requested' && reason === 'crisis' && row.handoverReason !== 'crisis') {
        return step(db, row, 'conversation.updated', { handoverReason: reason })
      }
      return unchanged(row)
    },
    async accept({ conversationId, member, person }) {
      const row = await held(db, conversationId)
      const heldBy = participantIdOf(member)
      if (row.state === 'person') {
        if (row.heldBy !== heldBy) throw new CoachError('CONFLICT_001')
        return unchanged(row)
      }
      const asked = row.state === 'coach' ? { handoverReason: 'member' as const, requestedAt: sql`now()` } : {}
      return step(db, row, 'handover.accepted', { ...asked, state: 'person', heldBy, person: storableText(person), acceptedAt: sql`now()` })
    },
    async release({ conversationId }) {
      const row = await held(db, conversationId)
      if (row.state === 'coach' || (row.kind === 'direct' && row.state === 'requested')) return unchanged(row)
      const again =
        row.kind === 'direct'
          ? { state: 'requested' as const, handoverReason: 'direct' as const, requestedAt: sql`now()` }
          : { state: 'coach' as const, handoverReason: null, requestedAt: null }
      return step(db, row, 'handover.released', { ...again, heldBy: null, person: null, acceptedAt: null })
    },
    reply: (input) => reply(db, { ...input, text: storableText(input.text), author: storableText(input.author) }),
  }
}

/** Its row, held until the transaction ends: one step after the other. */
export async function held(db: Database, conversationId: string): Promise<Row> {
  const [row] = validate(conversationId) ? await db.select().from(conversations).where(eq(conversations.id, conversationId)).for('no key update') : []
  if (!row) throw new CoachError('RESOURCE_001')
  return row
}

export function unchanged(row: Row): HandoverStep {
  return { conversation: toConversation(row), events: [] }
}

/** Changes it and writes down how it is then, at the next place of its log. */
export async function step(db: Database, { id }: Row, type: StepEvent, change: Record<string, unknown>): Promise<HandoverStep> {
  const rows = await db
    .update(conversations)
    .set({ ...change, lastOffset: sql`${conversations.lastOffset} + 1`, updatedAt: sql`now()` })
    .where(eq(conversations.id, id))
    .returning()
  const conversation = toConversation(only(rows))
  const event = { type, conversation: shown(conversation) }
  await db.insert(conversationEvents).values({ conversationId: id, logOffset: conversation.offset, payload: event })
  return { conversation, events: [{ offset: conversation.offset, event }] }
}

/** Whose session it is, nobody who reads the log is told. */
function shown({ sessionId: _, ...conversation }: ConversationRecord): Omit<ConversationRecord, 'sessionId'> {
  return conversation
}

async function reply(db: Database, input: Parameters<HandoverRepository['reply']>[0]): ReturnType<HandoverRepository['reply']> {
  const { conversationId, clientMessageId, text, author } = input
  const sentBy = participantIdOf(input.member)
  const place = await lock(db, conversationId)
  const earlier = await findSent(db, { conversationId, sentBy, clientMessageId })
  if (earlier) {
    if (earlier.text !== text || earlier.role !== 'member') throw new CoachError('idempotency_conflict')
    return { message: toMessage(earlier), events: [], duplicate: true }
  }
  if (place.state !== 'person') throw new CoachError('CONFLICT_001')
  const stored = await take(db, place, [{ ...draft(place, { role: 'member', status: 'sent', text, author, clientMessageId }), sentBy }])
  return { message: only(stored), events: await log(db, stored), duplicate: false }
}
