import { answerDetails, messageClient, messageMetadata } from '@coachkit/contract'
import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, ne, type SQL, sql } from 'drizzle-orm'
import { validate } from 'uuid'
import type { MessageNotesRepository } from '../../../ports/index.js'
import { decodeCursor, isId, toPage } from '../cursor.js'
import type { Database } from '../database.js'
import { conversations, messageNotes, messages } from '../schema.js'
import { storableJson, storableText } from '../storable-text.js'
import { inArchive } from './conversations.js'
import { passing, toMessage } from './messages.js'

export function messageNotesRepository(db: Database): MessageNotesRepository {
  return {
    async find(messageId) {
      if (!validate(messageId)) return undefined
      const [row] = await db.select().from(messageNotes).where(eq(messageNotes.id, messageId))
      // What an earlier version wrote otherwise is left out.
      return (
        row && {
          metadata: messageMetadata.safeParse(row.metadata).data,
          details: answerDetails.safeParse(row.details).data,
          client: messageClient.safeParse(row.client).data,
        }
      )
    },
    async setMetadata({ messageId, change }) {
      const merged = sql`jsonb_strip_nulls(coalesce(${messageNotes.metadata}, '{}'::jsonb) || ${JSON.stringify(storableJson(change))}::jsonb)`
      await db.update(messageNotes).set({ metadata: merged }).where(eq(messageNotes.id, messageId))
    },
    async setDetails({ messageId, details }) {
      const ended = inArray(messages.status, ['pending', 'stopped'])
      const which = inArray(
        messageNotes.id,
        db
          .select({ id: messages.id })
          .from(messages)
          .where(and(eq(messages.id, messageId), ended)),
      )
      await db
        .update(messageNotes)
        .set({ details: storableJson(details) })
        .where(which)
    },
    async forgetClients({ before, limit }) {
      const aged = and(isNotNull(messageNotes.client), lt(messageNotes.createdAt, before))
      const due = db.select({ id: messageNotes.id }).from(messageNotes).where(aged).orderBy(asc(messageNotes.createdAt)).limit(limit)
      return (await db.update(messageNotes).set({ client: null }).where(inArray(messageNotes.id, due)).returning({ id: messageNotes.id })).length
    },
    async search({ words, cursor, limit, ...filter }) {
      const before = cursor === undefined ? undefined : lt(messages.id, decodeCursor(cursor, isId))
      const has = words.map(patternOf).map((pattern) => sql`(${messages.text} ~ ${pattern} or ${messages}.metadata ->> 'topics' ~ ${pattern})`)
      const rows = await db
        .select({ message: messages, conversation: { id: conversations.id, title: conversations.title, createdAt: conversations.createdAt } })
        .from(messages)
        .innerJoin(conversations, eq(conversations.id, messages.conversationId))
        .where(and(before, ne(messages.status, 'pending'), isNull(messages.supersededBy), passing(filter), withConversation(filter.archived), ...has))
        .orderBy(desc(messages.id))
        .limit(limit + 1)
      return toPage(rows, { limit, toItem: toFound, placeOf: ({ id }) => id })
    },
  }
}

/** A message of a conversation that is put away is found where such messages are asked for. */
function withConversation(archived: 'only' | 'include' | undefined): SQL | undefined {
  return archived === undefined ? inArchive(conversations.archivedAt, undefined) : undefined
}

const accented = ['aáàâãä', 'eéèêë', 'iíìîï', 'oóòôõö', 'uúùûü', 'nñ', 'cç']

/** Any way of writing a word, whatever its case and the accents of Spanish, Portuguese and their neighbours; taken away from each text instead, they take ten times as long. */
function patternOf(word: string): string {
  return Array.from(storableText(word).normalize().toLowerCase(), (letter) => {
    const ways = new Set(accented.find((each) => each.includes(letter)) ?? letter)
    for (const way of [...ways]) if ([...way.toUpperCase()].length === 1) ways.add(way.toUpperCase())
    return ways.size > 1 ? `[${[...ways].join('')}]` : letter.replace(/[^\p{L}\p{N}]/u, '\\$&')
  }).join('')
}

function toFound({ message, conversation }: { message: typeof messages.$inferSelect; conversation: { id: string; title: string | null; createdAt: Date } }) {
  const { id, title, createdAt } = conversation
  return { ...toMessage(message), conversation: { id, createdAt: createdAt.toISOString(), ...(title === null ? {} : { title }) } }
}
