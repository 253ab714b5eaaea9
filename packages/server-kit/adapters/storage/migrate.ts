import { getTableName, isTable } from 'drizzle-orm'
import { AdapterError } from '../../ports/index.js'
import type { MigrationSession } from './engine.js'
import { type Migration, readMigrations } from './read-migrations.js'
import * as schema from './schema.js'

/** Brings the schema `coach` up to date; each migration is one transaction. Refuses what it does not understand. */
export async function migrate(session: MigrationSession, adapter: string): Promise<{ applied: number }> {
  const migrations = await readMigrations()
  const pending = await pendingMigrations(session, { migrations, adapter })
  for (const [step, migration] of pending.entries()) await session.apply(withRecord(migration, migrations.length - pending.length + step + 1))
  await refuseIncomplete(session, adapter)
  return { applied: pending.length }
}

async function pendingMigrations(session: MigrationSession, input: { migrations: Migration[]; adapter: string }): Promise<Migration[]> {
  const tables = await tableNames(session)
  if (tables.length === 0) {
    await session.apply(`create schema if not exists coach;
      create table coach.migrations (position integer primary key, name text not null, hash text not null, applied_at timestamptz not null default now())`)
    return input.migrations
  }
  if (!tables.includes('migrations')) throw broken(input.adapter, 'it has tables but no record of migrations')
  const applied = await session.run('select position, name, hash from coach.migrations order by position', [])
  if (applied.length > input.migrations.length) throw newer(input.adapter)
  if (applied.length === 0 && tables.length > 1) throw broken(input.adapter, 'its tables exist but no migration is recorded as finished')
  for (const [index, [position, name, hash]] of applied.entries()) {
    const known = input.migrations[index]
    if (!known || position !== index + 1 || name !== known.name || hash !== known.hash)
      throw broken(input.adapter, `migration ${String(name)} is not the one this version ships`)
  }
  return input.migrations.slice(applied.length)
}

async function refuseIncomplete(session: MigrationSession, adapter: string): Promise<void> {
  const present = new Set(await tableNames(session))
  const missing = Object.values(schema)
    .filter((table) => isTable(table))
    .map((table) => getTableName(table))
    .find((name) => !present.has(name))
  if (missing) throw broken(adapter, `the table ${missing} is missing`)
}

async function tableNames(session: MigrationSession): Promise<string[]> {
  const rows = await session.run(`select tablename::text from pg_tables where schemaname = 'coach'`, [])
  return rows.map(([name]) => String(name))
}

function withRecord({ script, name, hash }: Migration, position: number): string {
  return `${script}\ninsert into coach.migrations (position, name, hash) values (${position}, '${name}', '${hash}');`
}

function newer(adapter: string): AdapterError {
  const message = 'The database was written by a newer version of CoachKit. Install that version (or a later one), or restore a backup made before the update.'
  return new AdapterError({ adapter, code: 'schema_newer', retryable: false, message })
}

function broken(adapter: string, reason: string): AdapterError {
  const message = `The database schema "coach" is only half migrated: ${reason}. Restore a backup, or drop the schema "coach" to start empty.`
  return new AdapterError({ adapter, code: 'schema_broken', retryable: false, message })
}
