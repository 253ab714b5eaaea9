import { asc, eq } from 'drizzle-orm'
import { validate } from 'uuid'
import type { MemberRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { creators, members } from '../schema.js'

export function memberRepository(db: Database): MemberRepository {
  return {
    async add(member) {
      await db.insert(members).values(member)
    },
    async ofAccount(accountId) {
      const { id, slug, name, language } = creators
      const rows = await db
        .select({ creator: { id, slug, name, language }, role: members.role })
        .from(members)
        .innerJoin(creators, eq(creators.id, members.creatorId))
        .where(eq(members.accountId, accountId))
        .orderBy(asc(members.createdAt), asc(members.creatorId))
      return rows
    },
    async setRole({ accountId, role }) {
      if (!validate(accountId)) return false
      return (await db.update(members).set({ role }).where(eq(members.accountId, accountId)).returning({ role: members.role })).length > 0
    },
    async remove(accountId) {
      if (!validate(accountId)) return false
      return (await db.delete(members).where(eq(members.accountId, accountId)).returning({ role: members.role })).length > 0
    },
  }
}
