import type { AnsweredForm, Session, VisitorUser } from '@coachkit/contract'
import { and, eq, exists, gt, isNull, lt, notExists, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { v7 } from 'uuid'
import type { SessionRepository, VisitorProfile } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { conversations, creators, sessions, sessionTokens } from '../schema.js'
import { storableJson } from '../storable-text.js'

export function sessionRepository(db: Database): SessionRepository {
  const now = sql`clock_timestamp()`
  const alive = gt(sessionTokens.expiresAt, now)
  const insert = async (user: VisitorUser | undefined) => {
    const { id: userId = null, ...profile } = user ?? {}
    const inserting = db.insert(sessions).values({ id: v7(), userId, profile })
    // A user who has a session keeps it.
    const upserting = user ? inserting.onConflictDoUpdate({ target: [sessions.creatorId, sessions.userId], set: { profile, lastActiveAt: now } }) : inserting
    return only(await upserting.returning(columns))
  }
  return {
    async create({ tokenHash, expiresAt, user }) {
      const session = await insert(user)
      await db.insert(sessionTokens).values({ tokenHash, sessionId: session.id, expiresAt })
      return toSession({ ...session, expiresAt })
    },
    async findByTokenHash(tokenHash) {
      const [row] = await db
        .select({
          ...columns,
          expiresAt: sessionTokens.expiresAt,
          identityRequired: creators.identityRequired,
          suspendedAt: creators.suspendedAt,
          unseen: sql<boolean>`${sessions.lastActiveAt} < clock_timestamp() - interval '1 minute'`,
        })
        .from(sessionTokens)
        .innerJoin(sessions, and(eq(sessions.creatorId, sessionTokens.creatorId), eq(sessions.id, sessionTokens.sessionId)))
        .innerJoin(creators, eq(creators.id, sessionTokens.creatorId))
        .where(and(eq(sessionTokens.tokenHash, tokenHash), alive))
      // A write for each call would cost more than the call.
      if (row?.unseen) await db.update(sessions).set({ lastActiveAt: now }).where(eq(sessions.id, row.id))
      return row && { session: toSession(row), identityRequired: row.identityRequired, suspended: row.suspendedAt !== null }
    },
    async answerForm({ sessionId, form }) {
      const stored = storableJson(form)
      await db.update(sessions).set({ form: stored }).where(eq(sessions.id, sessionId))
      await db
        .update(conversations)
        .set({ form: stored })
        .where(and(eq(conversations.sessionId, sessionId), isNull(conversations.form)))
    },
    async form(sessionId) {
      const [row] = await db.select({ form: sessions.form }).from(sessions).where(eq(sessions.id, sessionId))
      return row?.form ?? undefined
    },
    async user(sessionId) {
      const [row] = await db.select({ userId: sessions.userId, profile: sessions.profile }).from(sessions).where(eq(sessions.id, sessionId))
      return row ? userOf(row) : undefined
    },
    async endToken(tokenHash) {
      await db
        .update(sessionTokens)
        .set({ expiresAt: now })
        .where(and(eq(sessionTokens.tokenHash, tokenHash), alive))
    },
    async takeOver({ tokenHash, into }) {
      const ofToken = db
        .select({ one: sql`1` })
        .from(sessionTokens)
        .where(and(eq(sessionTokens.tokenHash, tokenHash), alive, eq(sessionTokens.sessionId, sessions.id)))
      // Held, so that no conversation begins in it meanwhile.
      const [anonymous] = await db
        .select({ id: sessions.id, form: sessions.form })
        .from(sessions)
        .where(and(isNull(sessions.userId), exists(ofToken)))
        .for('update')
      if (!anonymous) return
      const there = alias(conversations, 'there')
      const isTaken = exists(
        db
          .select({ one: sql`1` })
          .from(there)
          .where(and(eq(there.sessionId, into), eq(there.chatId, conversations.chatId))),
      )
      await db
        .update(conversations)
        // A page calls both the same: the user's own keeps the name.
        .set({ sessionId: into, chatId: sql`case when ${isTaken} then null else ${conversations.chatId} end` })
        .where(eq(conversations.sessionId, anonymous.id))
      // What was answered before signing in need not be asked again.
      if (anonymous.form)
        await db
          .update(sessions)
          .set({ form: anonymous.form })
          .where(and(eq(sessions.id, into), isNull(sessions.form)))
      await db
        .update(sessionTokens)
        .set({ expiresAt: now })
        .where(and(eq(sessionTokens.sessionId, anonymous.id), alive))
    },
    async removeEmpty() {
      const one = { one: sql`1` }
      const removed = await db
        .delete(sessions)
        .where(
          and(
            // Whoever comes back at this very moment is seen by this alone.
            lt(sessions.lastActiveAt, sql`clock_timestamp() - interval '10 minutes'`),
            notExists(db.select(one).from(sessionTokens).where(eq(sessionTokens.sessionId, sessions.id))),
            notExists(db.select(one).from(conversations).where(eq(conversations.sessionId, sessions.id))),
          ),
        )
        .returning({ id: sessions.id })
      return removed.length
    },
  }
}

const columns = { id: sessions.id, creatorId: sessions.creatorId, userId: sessions.userId, profile: sessions.profile, form: sessions.form }

interface SessionRow {
  id: string
  creatorId: string
  userId: string | null
  profile: VisitorProfile
  form: AnsweredForm | null
  expiresAt: Date
}

function toSession({ id, creatorId, form, expiresAt, ...row }: SessionRow): Session {
  const user = userOf(row)
  return {
    id,
    creatorId,
    expiresAt: expiresAt.toISOString(),
    ...(user ? { user } : {}),
    ...(form === null ? {} : { formVersion: form.version }),
  }
}

function userOf({ userId, profile }: Pick<SessionRow, 'userId' | 'profile'>): VisitorUser | undefined {
  return userId === null ? undefined : { ...profile, id: userId }
}
