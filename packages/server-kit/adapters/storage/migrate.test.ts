import { randomUUID } from 'node:crypto'
import { getTableColumns, getTableName, isTable } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from './__fixtures__/test-database.js'
import { createStorage } from './create-storage.js'
import { createPgliteEngine } from './pglite/engine.js'
import { startWorker } from './pglite/worker-client.js'
import { createPostgresEngine } from './postgres/engine.js'
import { postgres } from './postgres/index.js'
import { readMigrations } from './read-migrations.js'
import * as schema from './schema.js'
import { vectorCopies } from './vectors/copies-table.js'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(() => database.execute('drop schema if exists coach cascade'))

describe('migrating', () => {
  test('five instances at once all end well, and one does the work', async () => {
    const instances = Array.from({ length: 5 }, () => postgres({ url: database.url }))
    const results = await Promise.all(instances.map((instance) => instance.migrate()))
    const { length: shipped } = await readMigrations()
    expect(results.map(({ applied }) => applied).sort((first, second) => first - second)).toEqual([0, 0, 0, 0, shipped])
    await Promise.all(instances.map((instance) => instance.close()))
  })

  test.each([
    ['a newer schema', `insert into coach.migrations (position, name, hash) values (99, '0099_later', 'x')`, 'schema_newer', 'newer version'],
    ['another migration under the same name', `update coach.migrations set hash = 'x'`, 'schema_broken', 'half migrated'],
    ['a table lost', 'drop table coach.embeddings', 'schema_broken', 'embeddings'],
    ['tables without their record', 'delete from coach.migrations', 'schema_broken', 'half migrated'],
    ['no record at all', 'drop table coach.migrations', 'schema_broken', 'half migrated'],
  ])('refuses %s', async (_, damage, code, words) => {
    const storage = postgres({ url: database.url })
    await storage.migrate()
    await database.execute(damage)
    await expect(storage.migrate()).rejects.toMatchObject({ name: 'AdapterError', code, retryable: false, message: expect.stringContaining(words) })
    await storage.close()
  })

  test('a migration that fails leaves nothing of itself', async () => {
    const engine = createPgliteEngine(() => startWorker({ folder: 'memory://' }))
    const failing = engine.migrating((session) => session.apply('create schema coach; create table coach.half (id int); select 1/0'))
    await expect(failing).rejects.toMatchObject({ name: 'AdapterError' })
    expect(await engine.transaction((run) => run(`select 1 from pg_tables where schemaname = 'coach'`, []))).toEqual([])
    expect(await createStorage(engine).migrate()).toEqual({ applied: (await readMigrations()).length })
    await engine.close()
  })

  test.each(['the server’s own role', 'an ordinary role'])('sessions of before keep their tokens, migrated by %s', async (role) => {
    const url = new URL(database.url)
    if (role === 'an ordinary role') {
      url.username = `owner_${randomUUID().slice(0, 8)}`
      await database.execute(`create role ${url.username} login createrole; grant create on database ${url.pathname.slice(1)} to ${url.username};
        grant coach_app to ${url.username}`)
    }
    const migrations = await readMigrations()
    const at = migrations.findIndex(({ name }) => name === '0008_visitor_identity')
    const engine = createPostgresEngine({ url: url.href })
    await engine.migrating(async ({ apply }) => {
      await apply('create schema coach; create table coach.migrations (position integer primary key, name text not null, hash text not null)')
      for (const [index, { script, name, hash }] of migrations.slice(0, at).entries()) {
        await apply(`${script}\ninsert into coach.migrations values (${index + 1}, '${name}', '${hash}')`)
      }
    })
    const [creatorId, sessionId] = [randomUUID(), randomUUID()]
    await database.execute(`insert into coach.creators (id, slug, name, language, widget) values ('${creatorId}', 'ana', 'Ana', 'es', '{}');
      insert into coach.sessions (id, creator_id, token_hash, expires_at) values ('${sessionId}', '${creatorId}', 'old', now() + interval '1 day')`)
    const storage = createStorage(engine)
    await storage.migrate()
    const { session } = (await storage.as({ system: 'sign-in' }, (tx) => tx.sessions.findByTokenHash('old'))) ?? {}
    expect(session).toMatchObject({ id: sessionId, creatorId })
    const [forced] = await database.execute(`select relforcerowsecurity from pg_class where oid = 'coach.sessions'::regclass`)
    expect(forced).toEqual({ relforcerowsecurity: true })
    await storage.close()
    if (url.username !== new URL(database.url).username) {
      await database.execute(`drop schema coach cascade; drop owned by ${url.username}; drop role ${url.username}`)
    }
  })

  test('work before any migration says what to run', async () => {
    const storage = createStorage(createPgliteEngine(() => startWorker({ folder: 'memory://' })))
    await expect(storage.as({ system: 'setup' }, (tx) => tx.creators.findBySlug('a'))).rejects.toMatchObject({ code: 'schema_missing' })
    await storage.close()
  })

  test('ends with exactly the columns the schema declares', async () => {
    const engine = createPgliteEngine(() => startWorker({ folder: 'memory://' }))
    await createStorage(engine).migrate()
    const rows = await engine.transaction((run) =>
      run(
        `select table_name::text || '.' || column_name::text || ' ' || is_nullable::text from information_schema.columns
        where table_schema = 'coach' and table_name <> 'migrations'`,
        [],
      ),
    )
    // The copies of vectors are made beside the migrations, where pgvector is.
    const declared = [...Object.values(schema), vectorCopies]
      .filter((table) => isTable(table))
      .flatMap((table) => Object.values(getTableColumns(table)).map((column) => `${getTableName(table)}.${column.name} ${column.notNull ? 'NO' : 'YES'}`))
    // A table may be declared twice, in parts.
    expect(rows.flat().sort()).toEqual([...new Set(declared)].sort())
    await engine.close()
  })
})
