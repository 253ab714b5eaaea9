import { persona as personaEntity } from '@coachkit/contract'
import { eq } from 'drizzle-orm'
import type { PersonaRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { creators } from '../schema.js'
import { storableJson } from '../storable-text.js'

export function personaRepository(db: Database): PersonaRepository {
  return {
    async get(creatorId) {
      const [row] = await db.select({ persona: creators.persona }).from(creators).where(eq(creators.id, creatorId))
      return personaEntity.parse(row?.persona ?? {})
    },
    async set({ creatorId, persona }) {
      await db
        .update(creators)
        .set({ persona: storableJson(persona) })
        .where(eq(creators.id, creatorId))
    },
  }
}
