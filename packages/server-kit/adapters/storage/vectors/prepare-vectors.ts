import { AdapterError } from '../../../ports/index.js'
import type { MigrationSession } from '../engine.js'

/** Whether vector indexes can be had: the schema of the extension, quoted, or why not. */
export type VectorSupport = { schema: string } | { reason: string }

/** It knows `halfvec` and goes on reading an index until enough is found. */
const leastVersion = [0, 8]

/**
 * Makes what vector indexes stand on where the extension pgvector is, or can be had by the migrating role; says why where it cannot. No
 * migration may depend on it, so this comes after them, under their lock. Throws only when the database cannot be reached.
 */
export async function prepareVectors(session: MigrationSession): Promise<VectorSupport> {
  const before = await find(session)
  if (!before) return { reason: 'The extension pgvector is not installed on the database server.' }
  try {
    if (before.version === undefined) await session.run('create extension if not exists vector', [])
    const { version, schema } = (await find(session)) ?? {}
    if (version === undefined || schema === undefined) return { reason: refused }
    if (isOlder(version)) return { reason: `pgvector 0.8 or later is needed; the database has ${version}. Update it: ALTER EXTENSION vector UPDATE` }
    const [made] = await session.run(`select to_regclass('coach.vector_copies') is not null`, [])
    if (!made?.[0]) await session.apply(copiesOf(schema))
    return { schema }
  } catch (error) {
    if (AdapterError.isInstance(error) && !error.retryable) return { reason: refused }
    throw error
  }
}

const refused =
  'The database user that migrates may not create the extension pgvector. Have an administrator run CREATE EXTENSION vector in this database, then start again.'

async function find(session: MigrationSession): Promise<{ version?: string; schema?: string } | undefined> {
  const [row] = await session.run(
    `select e.extversion, quote_ident(n.nspname) from pg_available_extensions a
      left join pg_extension e on e.extname = a.name left join pg_namespace n on n.oid = e.extnamespace where a.name = 'vector'`,
    [],
  )
  if (!row) return undefined
  const [version, schema] = row
  return typeof version === 'string' && typeof schema === 'string' ? { version, schema } : {}
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = leastVersion
  return major < leastMajor || (major === leastMajor && minor < leastMinor)
}

/**
 * Beside the vectors and tied to nothing but the creator: a document is stored and removed without a thought for the index, whatever has
 * become of it. What is out of date is found by the job.
 */
function copiesOf(schema: string): string {
  return `
    do $$ begin
      if not has_schema_privilege('coach_app', '${schema}', 'usage') then grant usage on schema ${schema} to coach_app; end if;
    end $$;
    create table coach.vector_copies (
      creator_id uuid not null default coach.tenant() references coach.creators (id) on delete cascade,
      -- Of the embedder's name and the vectors' length.
      embedder_key uuid not null,
      chunk_id uuid not null,
      -- Of the vector that it is a copy of.
      revision bigint,
      vector ${schema}.halfvec not null,
      primary key (creator_id, embedder_key, chunk_id)
    );
    -- In the row itself: fetching it from elsewhere is most of what a comparison costs.
    alter table coach.vector_copies alter column vector set storage plain;
    alter table coach.vector_copies enable row level security;
    alter table coach.vector_copies force row level security;
    create policy tenant on coach.vector_copies to coach_app
      using (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid))
      with check (creator_id = (select nullif(current_setting('coach.creator_id', true), '')::uuid));
    grant select, insert, update, delete on coach.vector_copies to coach_app;`
}
