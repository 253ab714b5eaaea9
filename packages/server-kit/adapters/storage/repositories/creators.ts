import type { IdentitySettings } from '@coachkit/contract'
import { asc, eq, ne, sql } from 'drizzle-orm'
import { v7, validate } from 'uuid'
import type { CreatorRecord, CreatorRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { creators } from '../schema.js'

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
    async setIdentity({ id, required, hmac }) {
      await db.update(creators).set({ identityRequired: required, identityHmac: hmac }).where(eq(creators.id, id))
    },
    async setTier({ id, tier }) {
      const changed = validate(id) ? await db.update(creators).set({ tier }).where(eq(creators.id, id)).returning({ id: creators.id }) : []
      return changed.length > 0
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
  required: creators.identityRequired,
  hmac: creators.identityHmac,
}

function toCreator({ required, hmac, ...creator }: Omit<CreatorRecord, 'identity'> & IdentitySettings): CreatorRecord {
  return { ...creator, identity: { required, hmac } }
}

function mustExist(row: CreatorRecord | undefined): CreatorRecord {
  if (!row) throw new Error('The slug is taken by a creator that this scope cannot see.')
  return row
}
