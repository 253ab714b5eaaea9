import type { IdentitySettings } from '@coachkit/contract'
import { asc, eq, gt, ne, sql } from 'drizzle-orm'
import { v7, validate } from 'uuid'
import type { CreatorRecord, CreatorRepository } from '../../../ports/index.js'
import { decodeCursor, isId, toPage } from '../cursor.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { creators } from '../schema.js'
import { storableJson } from '../storable-text.js'

export function creatorRepository(db: Database): CreatorRepository {
  const findBySlug: CreatorRepository['findBySlug'] = async (slug) => {
    const [row] = await db.select(columns).from(creators).where(eq(creators.slug, slug))
    return row && toCreator(row)
  }
  return {
    async find(id) {
      if (!validate(id)) return undefined
      const [row] = await db.select(columns).from(creators).where(eq(creators.id, id))
      return row && toCreator(row)
    },
    findBySlug,
    list: async ({ limit }) => (await db.select(columns).from(creators).orderBy(asc(creators.id)).limit(limit)).map(toCreator),
    async create(input) {
      const [created] = await db
        .insert(creators)
        .values({ id: v7(), ...input })
        .onConflictDoNothing({ target: creators.slug })
        .returning(columns)
      return created ? toCreator(created) : mustExist(await findBySlug(input.slug))
    },
    async profile(id) {
      if (!validate(id)) return undefined
      const [row] = await db.select(profileColumns).from(creators).where(eq(creators.id, id))
      return row && toCreator(row)
    },
    async setProfile({ id, details, at }) {
      if (!validate(id)) return undefined
      const [row] = await db
        .update(creators)
        .set({ ...storableJson(details), updatedAt: at })
        .where(eq(creators.id, id))
        .returning(profileColumns)
      return row && toCreator(row)
    },
    async setWidget({ id, widget }) {
      await db
        .update(creators)
        .set({ widget: storableJson(widget) })
        .where(eq(creators.id, id))
    },
    async setLogo({ id, logoId, at }) {
      if (!validate(id)) return undefined
      const [before] = await db.select({ logoId: creators.logoId }).from(creators).where(eq(creators.id, id)).for('update')
      if (!before) return undefined
      const rows = await db.update(creators).set({ logoId, updatedAt: at }).where(eq(creators.id, id)).returning(profileColumns)
      return { profile: toCreator(only(rows)), previousLogoId: before.logoId }
    },
    async setAllowedDomains({ id, allowedDomains }) {
      if (!validate(id)) return false
      const changed = await db.update(creators).set({ allowedDomains }).where(eq(creators.id, id)).returning({ id: creators.id })
      return changed.length > 0
    },
    allowedDomains: () =>
      db
        .select({ id: creators.id, slug: creators.slug, allowedDomains: creators.allowedDomains })
        .from(creators)
        .where(ne(creators.allowedDomains, sql`'[]'::jsonb`)),
    async setAnswering({ id, answering }) {
      if (!validate(id)) return undefined
      const [row] = await db
        .update(creators)
        .set({ answering: sql`${creators.answering} || ${JSON.stringify(answering)}::jsonb` })
        .where(eq(creators.id, id))
        .returning({ answering: creators.answering })
      return row?.answering
    },
    async setHandover({ id, handover }) {
      if (!validate(id)) return undefined
      const [row] = await db
        .update(creators)
        .set({ handover: sql`${creators.handover} || ${JSON.stringify(storableJson(handover))}::jsonb` })
        .where(eq(creators.id, id))
        .returning({ handover: creators.handover })
      return row?.handover
    },
    async setIdentity({ id, required, hmac }) {
      await db.update(creators).set({ identityRequired: required, identityHmac: hmac }).where(eq(creators.id, id))
    },
    async setStanding({ id, tier, active }) {
      if (!validate(id)) return undefined
      const suspendedAt = active ? null : sql`coalesce(${creators.suspendedAt}, clock_timestamp())`
      const [row] = await db
        .update(creators)
        // Itself, so that nothing to change is no mistake.
        .set({ tier: tier ?? sql`${creators.tier}`, ...(active === undefined ? {} : { suspendedAt }) })
        .where(eq(creators.id, id))
        .returning(columns)
      return row && toCreator(row)
    },
    async page({ cursor, limit }) {
      const after = cursor === undefined ? undefined : gt(creators.id, decodeCursor(cursor, isId))
      const rows = await db
        .select(columns)
        .from(creators)
        .where(after)
        .orderBy(asc(creators.id))
        .limit(limit + 1)
      return toPage(rows, { limit, toItem: toCreator, placeOf: ({ id }) => id })
    },
  }
}

const columns = {
  id: creators.id,
  slug: creators.slug,
  name: creators.name,
  language: creators.language,
  widget: creators.widget,
  allowedDomains: creators.allowedDomains,
  tier: creators.tier,
  suspendedAt: creators.suspendedAt,
  createdAt: creators.createdAt,
  logoId: creators.logoId,
  answering: creators.answering,
  handover: creators.handover,
  required: creators.identityRequired,
  hmac: creators.identityHmac,
}
const profileColumns = {
  ...columns,
  companyName: creators.companyName,
  settings: creators.settings,
  updatedAt: creators.updatedAt,
}

function toCreator<Row extends IdentitySettings>({ required, hmac, ...creator }: Row): Omit<Row, keyof IdentitySettings> & { identity: IdentitySettings } {
  return { ...creator, identity: { required, hmac } }
}

function mustExist(row: CreatorRecord | undefined): CreatorRecord {
  if (!row) throw new Error('The slug is taken by a creator that this scope cannot see.')
  return row
}
