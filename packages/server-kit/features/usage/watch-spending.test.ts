import { expect, test } from 'vitest'
import { memoryStorage } from '../../testing/__fixtures__/memory-storage.js'
import { ensureCreator } from '../creators/index.js'
import { createSpendingWatch } from './watch-spending.js'

test('each creator’s day is looked at alone, and one out of the ordinary is told once', async () => {
  const storage = memoryStorage()
  await storage.migrate()
  const creator = async (slug: string) => (await ensureCreator({ storage, creator: { slug, name: slug, language: 'es' } })).id
  const use = (creatorId: string, promptTokens: number) => {
    const call = { conversationId: crypto.randomUUID(), messageId: crypto.randomUUID(), purpose: 'answer' as const, model: 'm', estimated: false, totalMs: 1 }
    return storage.as({ creatorId }, (tx) => tx.modelCalls.add({ ...call, promptTokens, completionTokens: 100, microUsd: 30 }))
  }
  const [calm, busy] = [await creator('calm'), await creator('busy')]
  await use(calm, 399)
  await use(busy, 200)
  await use(busy, 100)
  const warnings: unknown[] = []
  let now = new Date()
  const look = createSpendingWatch({
    storage,
    clock: { now: () => now },
    logger: { info() {}, error() {}, warn: (event, fields) => void warnings.push({ event, ...fields }) },
    watch: { times: 5, fromTokens: 500 },
  })
  await look()
  await look()
  expect(warnings).toEqual([{ event: 'usage.spike', creatorId: busy, tokens: 500, usualTokens: 0, microUsd: 60 }])
  await use(calm, 1)
  await look()
  expect(warnings.slice(1)).toEqual([expect.objectContaining({ creatorId: calm, tokens: 600 })])
  // Tomorrow begins anew, and has nothing to tell yet.
  now = new Date(now.getTime() + 86_400_000)
  await look()
  expect(warnings).toHaveLength(2)
  await storage.close()
})
