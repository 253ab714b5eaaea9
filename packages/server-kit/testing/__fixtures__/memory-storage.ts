import { createStorage } from '../../adapters/storage/create-storage.js'
import { createPgliteEngine } from '../../adapters/storage/pglite/engine.js'
import { startWorker, type WorkerDatabase } from '../../adapters/storage/pglite/worker-client.js'
import type { Storage } from '../../ports/index.js'
import { snapshotVariable } from './migrated-snapshot.js'

/** A started database, and what it consists of when nobody has changed that. */
interface Started {
  database: WorkerDatabase
  structure: string
}

/** Of this process, left by their storages. To empty one takes a twentieth of what it takes to start one. */
const left: Started[] = []
const mostLeft = 2

/** An embedded database in memory with its tables made and empty. */
export function memoryStorage(): Storage {
  return createStorage(createPgliteEngine(openMemoryDatabase))
}

export async function openMemoryDatabase(): Promise<WorkerDatabase> {
  const started = (await takeEmptied()) ?? (await start())
  return { ...started.database, close: () => leave(started) }
}

async function start(): Promise<Started> {
  const database = await startWorker({ folder: 'memory://', snapshot: process.env[snapshotVariable] })
  return { database, structure: await structureOf(database) }
}

async function leave(started: Started): Promise<void> {
  if (left.length < mostLeft) left.push(started)
  else await started.database.close()
}

/** One that died, or that does not consist of what it did, is nobody's any more. */
async function takeEmptied(): Promise<Started | undefined> {
  for (let started = left.pop(); started; started = left.pop()) {
    const { database, structure } = started
    try {
      await database.script('discard all')
      await database.script(emptying)
      if ((await structureOf(database)) === structure) return started
    } catch {
      // Whoever had it may have stopped it.
    }
    await database.close().catch(() => undefined)
  }
  return undefined
}

const emptying = `do $$
  declare
    tables text := (select string_agg(format('coach.%I', tablename), ', ') from pg_tables where schemaname = 'coach' and tablename <> 'migrations');
    name text;
  begin
    execute 'truncate ' || tables || ' cascade';
    for name in select sequencename from pg_sequences where schemaname = 'coach' loop
      execute format('alter sequence coach.%I restart', name);
    end loop;
  end
$$`

/** Every table, index, function and right in it, and its migrations. */
async function structureOf(database: WorkerDatabase): Promise<string> {
  const [row] = await database.query(
    `select jsonb_build_array(
      (select jsonb_agg(jsonb_build_array(oid, relname, relacl::text, relrowsecurity) order by oid) from pg_class where oid >= 16384),
      (select jsonb_agg(jsonb_build_array(oid, proname, md5(prosrc)) order by oid) from pg_proc where oid >= 16384),
      (select jsonb_agg(jsonb_build_array(oid, polname) order by oid) from pg_policy),
      (select jsonb_agg(extname order by oid) from pg_extension),
      (select jsonb_agg(rolname order by oid) from pg_roles),
      (select jsonb_agg(to_jsonb(migration) order by position) from coach.migrations migration)
    )::text`,
    [],
  )
  return String(row?.[0])
}
