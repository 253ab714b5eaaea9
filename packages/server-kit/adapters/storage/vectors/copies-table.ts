import { sql } from 'drizzle-orm'
import { bigint, customType, pgSchema, uuid } from 'drizzle-orm/pg-core'

const halfvec = customType<{ data: string }>({ dataType: () => 'halfvec' })

/** Apart from the schema that migrations make: it is there where pgvector is. */
export const vectorCopies = pgSchema('coach').table('vector_copies', {
  creatorId: uuid('creator_id').notNull().default(sql`coach.tenant()`),
  embedderKey: uuid('embedder_key').notNull(),
  chunkId: uuid('chunk_id').notNull(),
  revision: bigint('revision', { mode: 'number' }),
  vector: halfvec('vector').notNull(),
})
