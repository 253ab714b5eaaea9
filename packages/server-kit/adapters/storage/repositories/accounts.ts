import { and, eq, gt, sql } from 'drizzle-orm'
import { v7, validate } from 'uuid'
import type { AccountRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { accounts, emailCodes } from '../schema.js'

export function accountRepository(db: Database): AccountRepository {
  const find = async (id: string) => {
    if (!validate(id)) return undefined
    const [row] = await db.select().from(accounts).where(eq(accounts.id, id))
    return row
  }
  return {
    find,
    async create(input) {
      const [row] = await db
        .insert(accounts)
        .values({ id: v7(), ...input })
        .onConflictDoNothing({ target: accounts.email })
        .returning()
      return row
    },
    async findByEmail(email) {
      const [row] = await db.select().from(accounts).where(eq(accounts.email, email))
      return row
    },
    async verify(id) {
      await db
        .update(accounts)
        .set({ emailVerifiedAt: sql`coalesce(${accounts.emailVerifiedAt}, clock_timestamp())` })
        .where(eq(accounts.id, id))
    },
    async setPassword({ id, passwordHash, rehash }) {
      const ends = rehash ? {} : { tokenVersion: sql`${accounts.tokenVersion} + 1` }
      await db
        .update(accounts)
        .set({ passwordHash, ...ends })
        .where(eq(accounts.id, id))
    },
    async addCode(code) {
      await db.delete(emailCodes).where(and(eq(emailCodes.accountId, code.accountId), eq(emailCodes.purpose, code.purpose)))
      await db.insert(emailCodes).values(code)
    },
    async takeCode({ id, purpose }) {
      if (!validate(id)) return undefined
      const alive = gt(emailCodes.expiresAt, sql`clock_timestamp()`)
      const [taken] = await db
        .delete(emailCodes)
        .where(and(eq(emailCodes.id, id), eq(emailCodes.purpose, purpose), alive))
        .returning({ accountId: emailCodes.accountId })
      return taken && find(taken.accountId)
    },
    async setActive({ id, active }) {
      if (!validate(id)) return undefined
      const suspended = { suspendedAt: sql`coalesce(${accounts.suspendedAt}, clock_timestamp())`, tokenVersion: sql`${accounts.tokenVersion} + 1` }
      const [row] = await db
        .update(accounts)
        .set(active ? { suspendedAt: null } : suspended)
        .where(eq(accounts.id, id))
        .returning()
      return row
    },
    async setAdmin({ email, isAdmin }) {
      const [row] = await db.update(accounts).set({ isAdmin }).where(eq(accounts.email, email)).returning()
      return row
    },
  }
}
