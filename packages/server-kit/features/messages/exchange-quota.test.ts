import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { monthlyQuotas } from '../../domain/limits/monthly-quota.js'
import type { CreatorRecord } from '../../ports/index.js'
import { memoryStorage } from '../../testing/__fixtures__/memory-storage.js'
import { ensureCreator } from '../creators/index.js'
import { releaseExchange, reserveExchange, settleUsage } from './exchange-quota.js'

const storage = memoryStorage()
const logger = { info() {}, warn() {}, error() {} }
let creator: CreatorRecord

beforeAll(async () => {
  await storage.migrate()
  creator = await ensureCreator({ storage, creator: { slug: 'ana', name: 'Ana', language: 'es' } })
}, 60_000)
afterAll(() => storage.close())

const inMonth = (month: string) => ({
  storage,
  logger,
  monthlyQuotas: { ...monthlyQuotas, free: { exchanges: 1 } },
  clock: { now: () => new Date(`${month}-15`) },
})
const used = (month: string) => storage.as({ creatorId: creator.id }, async (tx) => (await tx.usage.ofMonth(month)).exchanges)
const giveBack = (month: string, answerId: string) => storage.as({ creatorId: creator.id }, (tx) => releaseExchange(inMonth(month), { tx, answerId }))

test('an answer that is given up gives back what it took, also out of the month before', async () => {
  const answerId = randomUUID()
  await reserveExchange(inMonth('2030-01'), { creator, answerId })
  await expect(reserveExchange(inMonth('2030-01'), { creator, answerId: randomUUID() })).rejects.toMatchObject({ code: 'QUOTA_001' })
  await giveBack('2030-02', answerId)
  expect([await used('2030-01'), await used('2030-02')]).toEqual([0, 0])
  await reserveExchange(inMonth('2030-01'), { creator, answerId: randomUUID() })
})

test('one that had taken nothing gives nothing back, also when nothing is left', async () => {
  await reserveExchange(inMonth('2030-03'), { creator, answerId: randomUUID() })
  await giveBack('2030-03', randomUUID())
  expect(await used('2030-03')).toBe(1)
})

test('fifty at once with a budget for ten: exactly ten, and a refusal leaves nothing behind in any quota', async () => {
  const parts = { ...inMonth('2030-04'), monthlyQuotas: { ...monthlyQuotas, free: { microUsd: 1000 } } }
  const most = { exchanges: 1, tokens: 900, microUsd: 100 }
  const reserved = await Promise.allSettled(Array.from({ length: 50 }, () => reserveExchange(parts, { creator, answerId: randomUUID(), most })))
  const granted = reserved.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  expect(granted).toHaveLength(10)
  const ofMonth = () => storage.as({ creatorId: creator.id }, (tx) => tx.usage.ofMonth('2030-04'))
  expect(await ofMonth()).toEqual({ exchanges: 10, tokens: 9000, microUsd: 1000 })
  for (const each of granted) await storage.as({ creatorId: creator.id }, (tx) => settleUsage(tx, each, { exchanges: 1, tokens: 104, microUsd: 18 }))
  expect(await ofMonth()).toEqual({ exchanges: 10, tokens: 1040, microUsd: 180 })
})
