import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { ModelCall, Storage } from '../../ports/index.js'
import { createSampleTenant, type SampleTenant, sampleModelCall } from './sample-tenant.js'

export function describeModelCalls(storage: () => Storage): void {
  const add = (tenant: SampleTenant, call: Partial<ModelCall> = {}) =>
    tenant.as((tx) => tx.modelCalls.add({ ...sampleModelCall, conversationId: tenant.conversation.id, messageId: randomUUID(), ...call }))
  const minutes = (count: number) => new Date(Date.now() + count * 60_000)

  describe('model calls', () => {
    test('are added up by day, month and model, of their own tenant alone', async () => {
      const [tenant, other] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
      await add(tenant)
      const { microUsd: _, ...unpriced } = sampleModelCall
      await tenant.as((tx) =>
        tx.modelCalls.add({ ...unpriced, model: 'b:unpriced', estimated: true, conversationId: tenant.conversation.id, messageId: randomUUID() }),
      )
      await add(tenant, { microUsd: 3_000_000_000 })
      await add(other)
      const sums = (by: 'day' | 'month' | 'model', from = minutes(-1), until = minutes(1)) => tenant.as((tx) => tx.modelCalls.sums({ from, until, by }))
      const all = { calls: 3, promptTokens: 300, completionTokens: 30, microUsd: 3_000_000_007, estimatedTokens: 110, unpricedCalls: 1 }
      const today = new Date().toISOString()
      expect(await sums('day')).toEqual([{ key: today.slice(0, 10), ...all }])
      expect(await sums('month')).toEqual([{ key: today.slice(0, 7), ...all }])
      expect((await sums('model')).map(({ key, calls }) => [key, calls])).toEqual([
        ['ollama:test', 2],
        ['b:unpriced', 1],
      ])
      expect(await sums('day', minutes(-3), minutes(-2))).toEqual([])
    })

    test('of a conversation: the newest first, and their sum, also when none is shown', async () => {
      const tenant = await createSampleTenant(storage())
      const last = randomUUID()
      await add(tenant)
      await add(tenant, { messageId: last, purpose: 'summary' })
      await add(tenant, { conversationId: randomUUID() })
      const of = (conversationId: string, limit: number) => tenant.as((tx) => tx.modelCalls.ofConversation({ conversationId, limit }))
      const { sum, calls } = await of(tenant.conversation.id, 1)
      expect(calls).toEqual([{ ...sampleModelCall, conversationId: tenant.conversation.id, messageId: last, purpose: 'summary', createdAt: expect.any(Date) }])
      expect(sum).toMatchObject({ calls: 2, promptTokens: 200, microUsd: 14 })
      expect(await of('nobody', 10)).toMatchObject({ sum: { calls: 0 }, calls: [] })
    })
  })
}
