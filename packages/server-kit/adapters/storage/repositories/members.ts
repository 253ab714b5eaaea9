import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { validate } from 'uuid'
import type { MemberRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { creators, invitations, members } from '../schema.js'

export function memberRepository(db: Database): MemberRepository {
  return {
    async add({ creatorId, account, role }) {
      const { id: accountId, email, name } = account
      await db.insert(members).values({ creatorId, accountId, email, name, role }).onConflictDoNothing()
    },
    async ofAccount(accountId) {
      const { id, slug, name, language } = creators
      return db
        .select({ creator: { id, slug, name, language }, active: sql<boolean>`${creators.suspendedAt} is null`, role: members.role })
        .from(members)
        .innerJoin(creators, eq(creators.id, members.creatorId))
        .where(eq(members.accountId, accountId))
        .orderBy(asc(members.createdAt), asc(members.creatorId))
    },
    async list() {
      const rows = await db
        .select({ accountId: members.accountId, email: members.email, name: members.name, role: members.role, createdAt: members.createdAt })
        .from(members)
        .orderBy(asc(members.createdAt), asc(members.accountId))
      return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }))
    },
    async roleOf(accountId) {
      if (!validate(accountId)) return undefined
      const owners = await db.select({ accountId: members.accountId }).from(members).where(eq(members.role, 'owner')).orderBy(members.accountId).for('update')
      const [row] = await db.select({ role: members.role }).from(members).where(eq(members.accountId, accountId)).for('update')
      return row && { role: row.role, owners: owners.length }
    },
    async setRole({ accountId, role }) {
      if (!validate(accountId)) return false
      return (await db.update(members).set({ role }).where(eq(members.accountId, accountId)).returning({ role: members.role })).length > 0
    },
    async remove(accountId) {
      if (!validate(accountId)) return false
      return (await db.delete(members).where(eq(members.accountId, accountId)).returning({ role: members.role })).length > 0
    },
    async invite({ id, email, role, expiresAt }) {
      await db
        .insert(invitations)
        .values({ id, email, role, expiresAt })
        .onConflictDoUpdate({ target: [invitations.creatorId, invitations.email], set: { id, role, expiresAt } })
    },
    async takeInvitation(id) {
      if (!validate(id)) return undefined
      const [taken] = await db
        .delete(invitations)
        .where(and(eq(invitations.id, id), gt(invitations.expiresAt, sql`clock_timestamp()`)))
        .returning({ creatorId: invitations.creatorId, email: invitations.email, role: invitations.role })
      return taken
    },
  }
}
