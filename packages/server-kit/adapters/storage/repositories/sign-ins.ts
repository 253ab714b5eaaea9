import { and, desc, eq, isNull, ne, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { validate } from 'uuid'
import type { Rotation, SignInRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { accounts, creators, members, refreshTokens, signIns } from '../schema.js'

type Rotate = Parameters<SignInRepository['rotate']>[0]

export function signInRepository(db: Database): SignInRepository {
  const ended = { endedAt: sql`clock_timestamp()` }
  const alive = isNull(signIns.endedAt)
  return {
    async begin({ token, device, ...signIn }) {
      await db.insert(signIns).values({ ...signIn, device: device ?? null })
      await db.insert(refreshTokens).values({ ...token, signInId: signIn.id })
    },
    async rotate(input) {
      if (!validate(input.tokenId)) return { outcome: 'invalid' }
      return (await exchange(db, input)) ?? (await spent(db, input))
    },
    async rights({ id, accountId, creatorId }) {
      if (![id, accountId, creatorId].every((part) => validate(part))) return undefined
      const [row] = await db
        .select({ role: members.role, tokenVersion: accounts.tokenVersion, isAdmin: accounts.isAdmin })
        .from(signIns)
        .innerJoin(accounts, and(eq(accounts.id, signIns.accountId), isNull(accounts.suspendedAt)))
        .innerJoin(creators, and(eq(creators.id, signIns.creatorId), isNull(creators.suspendedAt)))
        .innerJoin(members, and(eq(members.accountId, signIns.accountId), eq(members.creatorId, signIns.creatorId)))
        .where(and(eq(signIns.id, id), eq(signIns.accountId, accountId), eq(signIns.creatorId, creatorId), alive))
      return row
    },
    async list(accountId) {
      return db
        .select(columns)
        .from(signIns)
        .where(and(eq(signIns.accountId, accountId), alive))
        .orderBy(desc(signIns.lastUsedAt), desc(signIns.id))
    },
    async end({ id, accountId }) {
      if (!validate(id)) return false
      const rows = await db
        .update(signIns)
        .set(ended)
        .where(and(eq(signIns.id, id), eq(signIns.accountId, accountId), alive))
        .returning({ id: signIns.id })
      return rows.length > 0
    },
    async endAll({ accountId, but }) {
      await db
        .update(signIns)
        .set(ended)
        .where(and(eq(signIns.accountId, accountId), alive, but === undefined ? undefined : ne(signIns.id, but)))
    },
  }
}

const columns = {
  id: signIns.id,
  creatorId: signIns.creatorId,
  accountId: signIns.accountId,
  device: signIns.device,
  createdAt: signIns.createdAt,
  lastUsedAt: signIns.lastUsedAt,
}

/** One statement: of any number of calls with one token a single one finds it unused. */
async function exchange(db: Database, { tokenId, next }: Rotate): Promise<Rotation | undefined> {
  const used = db.$with('used').as(
    db
      .update(refreshTokens)
      .set({ usedAt: sql`clock_timestamp()`, successorId: next.id })
      .from(signIns)
      .where(
        and(
          eq(refreshTokens.id, tokenId),
          isNull(refreshTokens.usedAt),
          sql`${refreshTokens.expiresAt} > clock_timestamp()`,
          eq(signIns.id, refreshTokens.signInId),
          isNull(signIns.endedAt),
        ),
      )
      .returning({ signInId: refreshTokens.signInId }),
  )
  const added = db.$with('added').as(
    db
      .insert(refreshTokens)
      .select((query) =>
        query
          .select({
            id: sql`${next.id}::uuid`.as('id'),
            signInId: used.signInId,
            issuedAt: sql`${next.issuedAt.toISOString()}::timestamptz`.as('issued_at'),
            expiresAt: sql`${next.expiresAt.toISOString()}::timestamptz`.as('expires_at'),
            usedAt: sql`null::timestamptz`.as('used_at'),
            successorId: sql`null::uuid`.as('successor_id'),
          })
          .from(used),
      )
      .returning({ signInId: refreshTokens.signInId }),
  )
  const [signIn] = await db
    .with(used, added)
    .update(signIns)
    .set({ lastUsedAt: sql`clock_timestamp()` })
    .where(sql`${signIns.id} in (select sign_in_id from ${added})`)
    .returning(columns)
  return signIn && { outcome: 'rotated', signIn, next }
}

/** A token that could not be exchanged: a repeat within the grace, a stolen one, or none. */
async function spent(db: Database, { tokenId, graceMs }: Rotate): Promise<Rotation> {
  const successor = alias(refreshTokens, 'successor')
  const [row] = await db
    .select({
      signIn: columns,
      next: { id: successor.id, issuedAt: successor.issuedAt, expiresAt: successor.expiresAt },
      justUsed: sql<boolean>`${refreshTokens.usedAt} > clock_timestamp() - ${graceMs} * interval '1 millisecond'`,
    })
    .from(refreshTokens)
    .innerJoin(signIns, eq(signIns.id, refreshTokens.signInId))
    .innerJoin(successor, eq(successor.id, refreshTokens.successorId))
    .where(and(eq(refreshTokens.id, tokenId), isNull(signIns.endedAt)))
  if (!row) return { outcome: 'invalid' }
  if (row.justUsed) return { outcome: 'repeated', signIn: row.signIn, next: row.next }
  await db.update(signIns).set({ endedAt: sql`clock_timestamp()` }).where(eq(signIns.id, row.signIn.id))
  return { outcome: 'stolen', signIn: row.signIn }
}
