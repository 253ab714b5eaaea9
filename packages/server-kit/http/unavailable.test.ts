import { afterAll, beforeAll, expect, test } from 'vitest'
import { extractive } from '../adapters/language-model/extractive/index.js'
import { createTestDatabase, type TestDatabase } from '../adapters/storage/__fixtures__/test-database.js'
import { postgres } from '../adapters/storage/postgres/index.js'
import { createCoachServer } from '../create-coach-server.js'
import type { Storage } from '../ports/index.js'
import { expectRefusal } from '../testing/__fixtures__/expect-refusal.js'

const lines: { event: string; fields: object | undefined }[] = []
const note = (event: string, fields?: object) => void lines.push({ event, fields })
const logger = { info: note, warn: note, error: note }
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('while the database cannot be reached every request is refused in words; once it can, the same server answers', async () => {
  const away = postgres({ url: 'postgres://postgres@127.0.0.1:1/nowhere' })
  const there = postgres({ url: database.url })
  let reachable = false
  const storage: Storage = { ...there, migrate: () => (reachable ? there : away).migrate() }
  const coach = createCoachServer({ storage, languageModel: extractive(), embedder: false, logger })
  const health = () => coach.fetch(new Request('http://localhost/v1/health', { headers: { origin: 'http://localhost:3000' } }))

  const refusal = await health()
  expect(refusal.headers.get('access-control-allow-origin')).toBe('http://localhost:3000')
  expect(refusal.headers.get('retry-after')).toBe('2')
  await expectRefusal(refusal, 'SYS_001')
  expect(lines).toContainEqual({ event: 'request.failed', fields: expect.objectContaining({ code: 'SYS_001', reason: 'postgres.unreachable' }) })
  await expectRefusal(await coach.fetch(new Request('http://localhost/v1/conversations', { method: 'POST', body: '{}' })), 'SYS_001')

  reachable = true
  expect(await (await health()).json()).toMatchObject({ status: 'healthy' })
  await coach.stop()
  await away.close()
})
