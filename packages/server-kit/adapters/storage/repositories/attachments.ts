import { type Attachment, CoachError } from '@coachkit/contract'
import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { validate } from 'uuid'
import { participantIdOf } from '../../../domain/participant/participant-id.js'
import type { AttachmentRecord, AttachmentRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { attachments, conversations, messages, unclaimedFiles } from '../schema.js'
import { storableText } from '../storable-text.js'
import { draft, findSent, lock, log, type Place, take } from './append-messages.js'
import { toMessage } from './messages.js'

type Row = typeof attachments.$inferSelect
type Sent = Parameters<AttachmentRepository['send']>[0]
const titleLength = 80

export function attachmentRepository(db: Database): AttachmentRepository {
  return {
    async add({ name, ...file }) {
      await db.insert(attachments).values({ ...file, name: storableText(name) })
    },
    async find(id) {
      if (!validate(id)) return undefined
      const [found] = await db
        .select({ row: attachments, archivedAt: messages.archivedAt })
        .from(attachments)
        .leftJoin(messages, and(eq(messages.creatorId, attachments.creatorId), eq(messages.id, attachments.messageId)))
        .where(eq(attachments.id, id))
      return found && toRecord(found.row, found.archivedAt !== null)
    },
    async blobKeys() {
      return (await db.select({ blobKey: attachments.blobKey }).from(attachments).where(isNotNull(attachments.messageId))).map(({ blobKey }) => blobKey)
    },
    send: (input) => send(db, { ...input, text: storableText(input.text) }),
  }
}

async function send(db: Database, input: Sent): ReturnType<AttachmentRepository['send']> {
  const { conversationId, clientMessageId, text, role, author, attachmentIds } = input
  const sentBy = participantIdOf(input.sender)
  const place = await lock(db, conversationId)
  const earlier = await findSent(db, { conversationId, sentBy, clientMessageId })
  if (earlier) {
    const same = earlier.text === text && earlier.role === role && idsOf(earlier.attachments ?? []) === [...attachmentIds].sort().join()
    if (!same) throw new CoachError('idempotency_conflict')
    return { message: toMessage(earlier), events: [], duplicate: true }
  }
  mayTakeFiles(place, role)
  const files = await claim(db, { conversationId, uploadedBy: sentBy, ids: attachmentIds })
  const fields = { role, status: 'sent' as const, text, clientMessageId, attachments: files.map(toAttachment), ...(author === undefined ? {} : { author }) }
  const stored = await take(db, place, [{ ...draft(place, fields), sentBy, client: input.client }])
  const message = only(stored)
  await db
    .update(attachments)
    .set({ messageId: message.id })
    .where(inArray(attachments.id, [...attachmentIds]))
  const title = Array.from(text || (files[0]?.name ?? '')).slice(0, titleLength)
  await db
    .update(conversations)
    .set({ title: sql`coalesce(${conversations.title}, ${title.join('')})` })
    .where(eq(conversations.id, conversationId))
  return { message, events: await log(db, stored), duplicate: false }
}

/** Where a coach answers, nothing would look at them. */
function mayTakeFiles({ isHeld, state }: Place, role: Sent['role']): void {
  if (role === 'member' ? state !== 'person' : !isHeld) throw new CoachError('CONFLICT_001')
}

/** The files in the order asked for, whose bytes are no longer nobody's. */
async function claim(
  db: Database,
  { conversationId, uploadedBy, ids }: { conversationId: string; uploadedBy: string; ids: readonly string[] },
): Promise<Row[]> {
  const own = and(eq(attachments.conversationId, conversationId), eq(attachments.uploadedBy, uploadedBy), inArray(attachments.id, [...ids]))
  const rows = await db
    .select()
    .from(attachments)
    .where(and(own, isNull(attachments.messageId), eq(attachments.quarantined, false)))
    .for('update')
  const ordered = ids.flatMap((id) => rows.filter((row) => row.id === id))
  const keys = rows.map(({ blobKey }) => blobKey)
  const claimed =
    keys.length === 0 ? [] : await db.delete(unclaimedFiles).where(inArray(unclaimedFiles.blobKey, keys)).returning({ blobKey: unclaimedFiles.blobKey })
  // The same one twice, somebody else's, or removed by the upkeep meanwhile.
  if (rows.length !== ids.length || claimed.length !== ids.length) throw new CoachError('RESOURCE_001')
  return ordered
}

function idsOf(files: readonly Attachment[]): string {
  return files
    .map(({ id }) => id)
    .sort()
    .join()
}

function toAttachment({ id, name, type, size }: Row): Attachment {
  return { id, name, type, size }
}

function toRecord(row: Row, putAway: boolean): AttachmentRecord {
  const { conversationId, uploadedBy, blobKey, quarantined, messageId } = row
  return { ...toAttachment(row), conversationId, uploadedBy, blobKey, quarantined, sent: messageId !== null, putAway }
}
