import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { memoryStorage } from '../../testing/__fixtures__/memory-storage.js'
import { allowDomains, ensureCreator, listCreators } from './index.js'

const storage = memoryStorage()
const ana = { slug: 'ana', name: 'Ana', language: 'es' as const }
let creatorId: string

beforeAll(async () => {
  await storage.migrate()
  creatorId = (await ensureCreator({ storage, creator: { ...ana, allowedDomains: [' Ana.example '] } })).id
}, 60_000)
afterAll(() => storage.close())

const kept = async () => (await listCreators({ storage, limit: 1 }))[0]?.allowedDomains

test('websites are kept as they are meant, each once, and a new list replaces the old', async () => {
  expect(await kept()).toEqual(['ana.example'])
  await allowDomains({ storage, creatorId, domains: ['*.shop.test', 'APP.example.org:8443', '*.shop.test'] })
  expect(await kept()).toEqual(['*.shop.test', 'app.example.org:8443'])
  await ensureCreator({ storage, creator: { ...ana, allowedDomains: ['other.example'] } })
  expect(await kept(), 'an existing creator stays as it is').toEqual(['*.shop.test', 'app.example.org:8443'])
})

test.each(['*', '*.com', 'https://ana.example/shop', 'ana..example', '', 'javascript:alert(1)'])(
  '%j is refused by name, and nothing changes',
  async (entry) => {
    const before = await kept()
    const refusal = {
      code: 'VAL_001',
      message: expect.stringContaining(`"${entry}"`),
      details: { issues: [{ path: 'allowedDomains.1', code: 'invalid_domain' }] },
    }
    await expect(allowDomains({ storage, creatorId, domains: ['good.example', entry] })).rejects.toMatchObject(refusal)
    await expect(ensureCreator({ storage, creator: { ...ana, slug: 'bea', allowedDomains: ['good.example', entry] } })).rejects.toMatchObject(refusal)
    expect(await kept()).toEqual(before)
    expect(await listCreators({ storage, limit: 5 })).toHaveLength(1)
  },
)

test('a list of more than 100 websites, and one for nobody, are refused', async () => {
  const many = Array.from({ length: 101 }, (_, at) => `site${at}.example`)
  await expect(allowDomains({ storage, creatorId, domains: many })).rejects.toMatchObject({ code: 'VAL_001' })
  await expect(allowDomains({ storage, creatorId: randomUUID(), domains: ['ana.example'] })).rejects.toMatchObject({ code: 'CREATOR_001' })
})
