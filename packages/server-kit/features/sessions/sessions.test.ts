import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../adapters/storage/__fixtures__/test-database.js'
import { createStorage } from '../../adapters/storage/create-storage.js'
import type { Engine } from '../../adapters/storage/engine.js'
import { createPostgresEngine } from '../../adapters/storage/postgres/engine.js'
import type { Storage } from '../../ports/index.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'
import { removeEndedSessions } from './index.js'

let database: TestDatabase
let server: TestServer
let storage: Storage
/** Statements the engine ran in transactions. */
const statements: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  const engine = createPostgresEngine({ url: database.url })
  const noting: Engine = {
    ...engine,
    transaction: (work) =>
      engine.transaction((run) => {
        let ofRequest = true
        return work((text, parameters) => {
          // The job runner looks for work whenever it likes.
          if (parameters.includes('jobs')) ofRequest = false
          if (ofRequest) statements.push(text)
          return run(text, parameters)
        })
      }),
  }
  storage = createStorage(noting)
  server = await startTestServer({ storage, sessionDays: 7 })
}, 60_000)
afterAll(async () => {
  await server.close()
  await database.drop()
})

const begin = () => server.call(routes.sessions.create, { body: { creator: 'ana' } })
const statusOf = async (token: string) => (await server.request(routes.sessions.current.path, { token })).status
const sessionIds = async () => (await database.execute('select id from coach.sessions')).map(({ id }) => id)
const long = `now() - interval '1 hour'`

it('an anonymous session lasts as many days as the server says', async () => {
  const { session } = await begin()
  expect(Math.round((Date.parse(session.expiresAt) - Date.now()) / 86_400_000)).toBe(7)
  for (const sessionDays of [0, 1.5, 366]) await expect(startTestServer({ sessionDays })).rejects.toThrow('`sessionDays`')
})

it('two visitors have nothing in common, and a token that ended opens nothing', async () => {
  const [mine, other] = [await begin(), await begin()]
  expect(mine.token).toMatch(/^cks_[\w-]{43}$/)
  expect(mine.session.id).not.toBe(other.session.id)
  await database.execute(`update coach.session_tokens set expires_at = now() where session_id = '${mine.session.id}'`)
  expect([await statusOf(mine.token), await statusOf(other.token)]).toEqual([401, 200])
})

it('upkeep removes tokens that ended, and sessions that nothing keeps', async () => {
  const [gone, kept, alive] = [await begin(), await begin(), await begin()]
  await server.call(routes.conversations.create, { token: kept.token })
  for (const { session } of [gone, kept]) {
    await database.execute(`update coach.session_tokens set expires_at = ${long} where session_id = '${session.id}';
      update coach.sessions set last_active_at = ${long} where id = '${session.id}'`)
  }
  await removeEndedSessions({ storage })
  const left = await sessionIds()
  expect([gone, kept, alive].map(({ session }) => left.includes(session.id))).toEqual([false, true, true])
  const tokens = (await database.execute('select session_id from coach.session_tokens')).map(({ session_id }) => session_id)
  expect([gone, kept, alive].map(({ session }) => tokens.includes(session.id))).toEqual([false, false, true])
  expect(await statusOf(alive.token)).toBe(200)
})

it('a visitor’s request asks for the credential in one statement, and writes at most once a minute that it was there', async () => {
  const { token, session } = await begin()
  const asked = async () => {
    statements.length = 0
    await server.call(routes.conversations.list, { token })
    return statements.map((text) => text.split(' ', 1)[0])
  }
  const select = 'select'
  // Each piece of work sets its scope first: the credential, then the list.
  expect(await asked()).toEqual([select, select, select, select])
  await database.execute(`update coach.sessions set last_active_at = ${long} where id = '${session.id}'`)
  expect(await asked()).toEqual([select, select, 'update', select, select])
  expect(await asked()).toEqual([select, select, select, select])
})
