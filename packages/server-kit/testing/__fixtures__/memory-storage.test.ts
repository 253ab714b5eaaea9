import { expect, test } from 'vitest'
import type { WorkerDatabase } from '../../adapters/storage/pglite/worker-client.js'
import { openMemoryDatabase } from './memory-storage.js'

const mark = `comment on schema coach is 'marked'`
const isMarked = async (database: WorkerDatabase) => (await database.query(`select obj_description('coach'::regnamespace) = 'marked'`, []))[0]?.[0] === true

test('what somebody left in a database is gone when the next one opens it', async () => {
  const rows = `select (select count(*) from coach.creators)::int, nextval('coach.embedding_revisions')::int, coalesce(current_setting('coach.scope', true), '')`
  const before = await openMemoryDatabase()
  await before.script(`${mark}; select set_config('coach.scope', 'setup', false)`)
  await before.script(`insert into coach.creators (id, slug, name, language, widget) values (gen_random_uuid(), 'ana', 'Ana', 'es', '{}')`)
  expect(await before.query(rows, [])).toEqual([[1, 1, 'setup']])
  await before.close()
  const next = await openMemoryDatabase()
  expect(await isMarked(next)).toBe(true)
  expect(await next.query(rows, [])).toEqual([[0, 1, '']])
  expect(await next.query('select count(*) > 0 from coach.migrations', [])).toEqual([[true]])
  await next.close()
})

test.each(['alter table coach.creators disable row level security', 'delete from coach.migrations', 'begin'])(
  'nobody gets a database that somebody changed: %s',
  async (change) => {
    const changed = await openMemoryDatabase()
    await changed.script(mark)
    await changed.script(change)
    await changed.close()
    const next = await openMemoryDatabase()
    expect(await isMarked(next)).toBe(false)
    await next.close()
  },
)
