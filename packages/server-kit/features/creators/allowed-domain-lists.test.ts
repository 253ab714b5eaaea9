import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Storage } from '../../ports/index.js'
import { memoryStorage } from '../../testing/__fixtures__/memory-storage.js'
import { createAllowedDomainLists } from './allowed-domain-lists.js'
import { allowDomains, ensureCreator } from './index.js'

const stored = ['ana.example', '*.shop.test']
const database = memoryStorage()
let creatorId: string
let queries: number
let away: boolean
let now: number
/** Keeps what was read back until told, where a test needs an order. */
let held: Promise<void> | undefined

const storage: Storage = {
  ...database,
  async as(scope, work) {
    queries += 1
    const wait = held
    if (away) throw new Error('The database is away')
    const found = await database.as(scope, work)
    await wait
    return found
  },
}
const create = () => createAllowedDomainLists({ storage, clock: { now: () => new Date(now) } })
const store = (domains: string[]) => allowDomains({ storage: database, creatorId, domains })

beforeAll(async () => {
  await database.migrate()
  creatorId = (await ensureCreator({ storage: database, creator: { slug: 'ana', name: 'Ana', language: 'es' } })).id
}, 60_000)
afterAll(() => database.close())
beforeEach(async () => {
  await store(stored)
  queries = 0
  away = false
  now = 1_000_000
  held = undefined
})

test('many pages at once are one query, and the next ones none until it is old', async () => {
  const lists = create()
  const answers = await Promise.all(Array.from({ length: 50 }, () => lists.of({ slug: 'ana' })))
  expect(new Set(answers.map(String))).toEqual(new Set(['ana.example,*.shop.test']))
  expect(await lists.of({ id: creatorId })).toEqual(stored)
  expect((await lists.all()).map(({ hostname }) => hostname)).toEqual(['ana.example', 'shop.test'])
  expect(await lists.of({ slug: 'nobody' })).toEqual([])
  expect(queries).toBe(1)
  await store(['other.example'])
  now += 4999
  expect(await lists.of({ slug: 'ana' })).toEqual(stored)
  now += 1
  expect(await lists.of({ slug: 'ana' })).toEqual(['other.example'])
  expect(queries).toBe(2)
})

test('a change made here counts at once, also against a query that had begun before', async () => {
  const lists = create()
  let release = () => {}
  held = new Promise((resolve) => {
    release = resolve
  })
  const before = lists.of({ slug: 'ana' })
  await store([])
  lists.forget()
  held = undefined
  expect(await lists.of({ slug: 'ana' })).toEqual([])
  release()
  await before
  expect(await lists.of({ slug: 'ana' })).toEqual([])
})

test('while the database is away the last lists hold; with none to hold the failure is told', async () => {
  const lists = create()
  away = true
  await expect(lists.all()).rejects.toThrow('away')
  away = false
  expect(await lists.of({ slug: 'ana' })).toEqual(stored)
  away = true
  now += 60_000
  expect(await lists.of({ slug: 'ana' })).toEqual(stored)
})
