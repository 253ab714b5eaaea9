import { inArray, sql } from 'drizzle-orm'
import { NIL } from 'uuid'
import type { TenantScope, VectorIndexes } from '../../../ports/index.js'
import type { Database } from '../database.js'
import type { Engine, RunQuery } from '../engine.js'
import { dimensionsOf } from '../repositories/store-vectors.js'
import { creators, lexicalIndexes, vectorIndexes } from '../schema.js'
import { copyNext, removeCopiesOf, removeStale } from './copy-vectors.js'
import { conditionOf, creatorOf, type Indexed, indexName, mostDimensions, namesOf } from './index-place.js'
import { createPace } from './pace.js'
import type { VectorSupport } from './prepare-vectors.js'

/** Building takes minutes: 108 s were measured for 100,000 vectors of 768 numbers, with two processors at it. */
const limitMs = 3_600_000
/** First number of the locks that builders hold; the second is the creator's. */
const lockKey = 732_004_118

interface VectorIndexDeps {
  engine: Engine
  /** As the migrations found it; absent before them. */
  support(): VectorSupport | undefined
  inTransaction<Result>(scope: TenantScope, work: (db: Database) => Promise<Result>): Promise<Result>
}

/** One partial index for each large creator and embedder: one over all of them would find little of what is a small part of it. */
export function createVectorIndexes({ engine, support, inTransaction }: VectorIndexDeps): VectorIndexes {
  const building = new Set<string>()
  const inUse = () => inTransaction({ system: 'setup' }, (db) => db.select({ name: vectorIndexes.indexName, isThere }).from(vectorIndexes))

  /** Runs `work` unless it, or another for the creator, runs here or elsewhere. */
  const alone = async (creatorId: string, signal: AbortSignal, work: (run: RunQuery) => Promise<void>): Promise<boolean> => {
    if (building.has(creatorId)) return false
    building.add(creatorId)
    try {
      return await engine.maintaining({ limitMs, signal }, async (run) => {
        const [taken] = await run('select pg_try_advisory_lock($1, hashtext($2))', [lockKey, creatorId])
        if (!taken?.[0]) return false
        try {
          await work(run)
          return true
        } finally {
          await run('select pg_advisory_unlock($1, hashtext($2))', [lockKey, creatorId]).catch(() => undefined)
        }
      })
    } finally {
      building.delete(creatorId)
    }
  }
  const dropIndexes = async (run: RunQuery, creatorId: string, except?: string) => {
    for (const name of await indexNames(run)) {
      if (name.startsWith(namesOf(creatorId)) && name !== except) await run(`drop index ${concurrently(engine)} if exists coach.${name}`, [])
    }
  }
  const removeCopies = async (creatorId: string, of: Indexed | undefined, signal: AbortSignal) => {
    while (await inTransaction({ creatorId }, (db) => removeStale(db, of))) signal.throwIfAborted()
  }
  const copy = async (indexed: Indexed, schema: string, signal: AbortSignal) => {
    const pace = createPace({ isPatient: engine.embedded })
    for (let after: string | undefined = NIL; after !== undefined; ) {
      signal.throwIfAborted()
      const from: string = after
      after = await pace((limit) => inTransaction({ creatorId: indexed.creatorId }, (db) => copyNext(db, { indexed, schema, limit, after: from })))
    }
  }

  return {
    get arePossible() {
      return 'schema' in (support() ?? {})
    },
    async state() {
      const found = support()
      if (!found || 'reason' in found) return { status: 'none', reason: found?.reason ?? 'The database has not been migrated by this process.' }
      const lost = (await inUse()).filter((index) => !index.isThere).length
      if (lost === 0) return { status: 'up' }
      return { status: 'down', reason: `Indexes of vectors that are missing or not whole: ${lost}. They are built again; words answer meanwhile.` }
    },
    async build({ creatorId, embedderId, signal }) {
      const found = support()
      if (!found || 'reason' in found) return 'none'
      const dimensions = await inTransaction({ creatorId }, (db) => dimensionsOf(db, embedderId))
      if (dimensions === undefined || dimensions > mostDimensions) return 'none'
      const indexed: Indexed = { creatorId, embedderId, dimensions }
      const built = await alone(creatorId, signal, async (run) => {
        // Where a statement holds up everybody, the index grows with the copies, some at a time; built at once it is ready far sooner.
        if (engine.embedded && !(await isWhole(run, indexed))) {
          await inTransaction({ creatorId }, (db) => removeCopiesOf(db, indexed))
          await ensureIndex(engine, run, { indexed, schema: found.schema })
        }
        await copy(indexed, found.schema, signal)
        if (!engine.embedded) await ensureIndex(engine, run, { indexed, schema: found.schema })
        await inTransaction({ creatorId }, async (db) => {
          const use = { embedderId, dimensions, indexName: indexName(indexed) }
          await db.insert(vectorIndexes).values(use).onConflictDoUpdate({ target: vectorIndexes.creatorId, set: use })
        })
        await dropIndexes(run, creatorId, indexName(indexed))
        await removeCopies(creatorId, indexed, signal)
      })
      return built ? 'ready' : 'busy'
    },
    async drop({ creatorId, signal }) {
      const found = support()
      if (!found || 'reason' in found) return
      await alone(creatorId, signal, async (run) => {
        await inTransaction({ creatorId }, (db) => db.delete(vectorIndexes))
        await dropIndexes(run, creatorId)
        await removeCopies(creatorId, undefined, signal)
      })
    },
    async behind({ signal }) {
      const found = support()
      if (!found || 'reason' in found) return []
      await engine.maintaining({ limitMs, signal }, async (run) => {
        const owners = [...new Set((await indexNames(run)).flatMap((name) => creatorOf(name) ?? []))]
        const kept = await inTransaction({ system: 'setup' }, (db) => db.select({ id: creators.id }).from(creators).where(inArray(creators.id, owners)))
        const gone = owners.filter((owner) => !kept.some(({ id }) => id === owner))
        for (const creatorId of gone) await dropIndexes(run, creatorId)
      })
      return inTransaction({ system: 'setup' }, async (db) => {
        const isCurrent = sql`exists (select 1 from ${vectorIndexes} where ${vectorIndexes.creatorId} = ${creators.id}
          and ${vectorIndexes.embedderId} = ${creators.embedderId} and ${isThere})`
        const rows = await db
          .select({ id: creators.id })
          .from(creators)
          .where(sql`${creators.embedderId} is not null and not ${isCurrent}
            and exists (select 1 from ${lexicalIndexes} where ${lexicalIndexes.creatorId} = ${creators.id} and ${lexicalIndexes.ready})`)
        return rows.map(({ id }) => id)
      })
    },
  }
}

const isThere = sql<boolean>`exists (select 1 from pg_index i where i.indexrelid = to_regclass('coach.' || ${vectorIndexes.indexName}) and i.indisvalid)`

function concurrently(engine: Engine): string {
  return engine.embedded ? '' : 'concurrently'
}

async function ensureIndex(engine: Engine, run: RunQuery, { indexed, schema }: { indexed: Indexed; schema: string }): Promise<void> {
  const name = indexName(indexed)
  if (await isWhole(run, indexed)) return
  // What a build leaves that was ended half-way.
  await run(`drop index ${concurrently(engine)} if exists coach.${name}`, [])
  // On one processor: the others are the visitors', and several would have to share memory that containers have little of.
  await run('set max_parallel_maintenance_workers = 0', [])
  // The graph is built in memory while it fits, which is many times faster; what is not needed is not taken.
  await run(`set maintenance_work_mem = '512MB'`, [])
  await run(
    `create index ${concurrently(engine)} ${name} on coach.vector_copies
      using hnsw ((vector::${schema}.halfvec(${indexed.dimensions})) ${schema}.halfvec_cosine_ops) with (m = 16, ef_construction = 64)
      where ${conditionOf(indexed)}`,
    [],
  )
}

async function isWhole(run: RunQuery, indexed: Indexed): Promise<boolean> {
  const [state] = await run('select i.indisvalid from pg_index i where i.indexrelid = to_regclass($1)', [`coach.${indexName(indexed)}`])
  return state?.[0] === true
}

async function indexNames(run: RunQuery): Promise<string[]> {
  const rows = await run(`select relname::text from pg_class where relkind = 'i' and relnamespace = 'coach'::regnamespace`, [])
  return rows.map(([name]) => String(name))
}
