import type { Receipt } from '@coachkit/contract'
import { and, desc, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm'
import { validate } from 'uuid'
import type { ParticipantRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { conversations, messages, participants } from '../schema.js'

/** More than this many people and servers do not follow one conversation. */
const mostListed = 100

export function participantRepository(db: Database): ParticipantRepository {
  return {
    async mark({ conversationId, participantId, delivered, read }) {
      if (!validate(conversationId)) return undefined
      const capped = (offset: number) => sql<number>`least(${offset}::bigint, ${conversations.lastOffset})::integer`
      const [raised] = await db
        .insert(participants)
        .select(
          db
            .select({
              creatorId: conversations.creatorId,
              conversationId: conversations.id,
              participantId: sql<string>`${participantId}::text`.as('participant_id'),
              deliveredOffset: capped(Math.max(delivered, read)).as('delivered_offset'),
              readOffset: capped(read).as('read_offset'),
              lastSeenAt: sql<null>`null::timestamptz`.as('last_seen_at'),
            })
            .from(conversations)
            .where(eq(conversations.id, conversationId)),
        )
        .onConflictDoUpdate({
          target: [participants.creatorId, participants.conversationId, participants.participantId],
          set: {
            deliveredOffset: sql`greatest(${participants.deliveredOffset}, excluded.delivered_offset)`,
            readOffset: sql`greatest(${participants.readOffset}, excluded.read_offset)`,
          },
          setWhere: sql`excluded.delivered_offset > ${participants.deliveredOffset} or excluded.read_offset > ${participants.readOffset}`,
        })
        .returning()
      if (raised) return { receipt: toReceipt(raised), changed: true }
      const [known] = await db
        .select()
        .from(participants)
        .where(and(eq(participants.conversationId, conversationId), eq(participants.participantId, participantId)))
      return known && { receipt: toReceipt(known), changed: false }
    },
    async list(conversationId) {
      if (!validate(conversationId)) return []
      const rows = await db
        .select()
        .from(participants)
        .where(eq(participants.conversationId, conversationId))
        .orderBy(desc(participants.readOffset), participants.participantId)
        .limit(mostListed)
      return rows.map(toReceipt)
    },
    async unread({ participantId, conversationIds }) {
      if (conversationIds.length === 0) return new Map()
      const rows = await db
        .select({ conversationId: messages.conversationId, count: sql<number>`count(*)::integer` })
        .from(messages)
        .leftJoin(participants, and(eq(participants.conversationId, messages.conversationId), eq(participants.participantId, participantId)))
        .where(
          and(
            inArray(messages.conversationId, conversationIds.filter(validate)),
            sql`${messages.logOffset} > coalesce(${participants.readOffset}, 0)`,
            or(isNull(messages.sentBy), ne(messages.sentBy, participantId)),
            ne(messages.status, 'pending'),
            isNull(messages.supersededBy),
            isNull(messages.archivedAt),
          ),
        )
        .groupBy(messages.conversationId)
      return new Map(rows.map(({ conversationId, count }) => [conversationId, count]))
    },
    async seen(rows) {
      const asked = JSON.stringify(rows.map(({ conversationId, participantId, at }) => ({ conversationId, participantId, at: at.toISOString() })))
      // A conversation that is gone meanwhile has no participants. In the order of the keys: two instances never wait for each other.
      await db.execute(sql`
        insert into coach.participants (conversation_id, participant_id, last_seen_at)
        select there.id, asked."participantId", asked.at
        from jsonb_to_recordset(${asked}::jsonb) as asked ("conversationId" uuid, "participantId" text, at timestamptz)
        join coach.conversations as there on there.id = asked."conversationId"
        order by there.id, asked."participantId"
        on conflict (creator_id, conversation_id, participant_id) do update
        set last_seen_at = greatest(participants.last_seen_at, excluded.last_seen_at)`)
    },
  }
}

function toReceipt(row: typeof participants.$inferSelect): Receipt {
  return {
    participantId: row.participantId,
    delivered: row.deliveredOffset,
    read: row.readOffset,
    ...(row.lastSeenAt === null ? {} : { lastSeenAt: row.lastSeenAt.toISOString() }),
  }
}
