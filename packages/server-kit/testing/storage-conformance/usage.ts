import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Storage } from '../../ports/index.js'
import { createSampleTenant, type SampleTenant } from './sample-tenant.js'

const month = '2030-01'

export function describeUsage(storage: () => Storage): void {
  const reserve = (tenant: SampleTenant, fields: { id?: string; amount?: number; limit?: number; month?: string; kind?: 'exchanges' | 'tokens' } = {}) =>
    tenant.as((tx) => tx.usage.reserve({ id: randomUUID(), kind: 'exchanges', month, amount: 1, ...fields }))
  const used = async (tenant: SampleTenant) => (await tenant.as((tx) => tx.usage.ofMonth(month))).exchanges

  describe('usage', () => {
    test('fifty at once on a quota of ten: exactly ten', async () => {
      const tenant = await createSampleTenant(storage())
      const reserved = await Promise.all(Array.from({ length: 50 }, () => reserve(tenant, { limit: 10 })))
      const granted = reserved.flatMap((each) => each ?? [])
      expect(granted.map((each) => each.used).sort((first, second) => first - second)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
      expect(granted.filter(({ crossed80 }) => crossed80).map((each) => each.used)).toEqual([8])
      expect(await used(tenant)).toBe(10)
      expect(await reserve(tenant, { limit: 10 })).toBeUndefined()
    })

    test('months, kinds and tenants are counted apart', async () => {
      const [tenant, other] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
      const taken = [
        await reserve(tenant, { limit: 1 }),
        await reserve(tenant, { limit: 1, month: '2030-02' }),
        await reserve(tenant, { limit: 1, kind: 'tokens' }),
        await reserve(other, { limit: 1 }),
      ]
      expect(taken.map((each) => each?.used)).toEqual([1, 1, 1, 1])
      expect(await tenant.as((tx) => tx.usage.ofMonth(month))).toEqual({ exchanges: 1, tokens: 1, microUsd: 0 })
      expect(await tenant.as((tx) => tx.usage.ofMonth('2030-03'))).toEqual({ exchanges: 0, tokens: 0, microUsd: 0 })
    })

    test('settling corrects what was reserved, up or down, once', async () => {
      const tenant = await createSampleTenant(storage())
      const [less, more] = [await reserve(tenant, { amount: 100, limit: 250 }), await reserve(tenant, { amount: 100, limit: 250 })]
      if (!less || !more) throw new Error('There was room for both.')
      await tenant.as((tx) => tx.usage.settle(less.reservation, 40))
      await tenant.as((tx) => tx.usage.settle(less.reservation, 40))
      expect(await used(tenant)).toBe(140)
      await tenant.as((tx) => tx.usage.settle(more.reservation, 120))
      await tenant.as((tx) => tx.usage.release(more.reservation))
      expect(await used(tenant)).toBe(160)
      expect(await reserve(tenant, { amount: 91, limit: 250 })).toBeUndefined()
      expect(await reserve(tenant, { amount: 90, limit: 250 })).toMatchObject({ used: 250 })
    })

    test('what is released can be reserved again, and a refusal takes nothing', async () => {
      const tenant = await createSampleTenant(storage())
      const id = randomUUID()
      const first = await reserve(tenant, { limit: 1 })
      expect(await reserve(tenant, { id, limit: 1 })).toBeUndefined()
      expect(await reserve(tenant, { id, amount: 2, limit: 1 })).toBeUndefined()
      if (!first) throw new Error('There was room for it.')
      await tenant.as((tx) => tx.usage.release(first.reservation))
      expect(await used(tenant)).toBe(0)
      expect(await reserve(tenant, { id, limit: 1 })).toMatchObject({ used: 1 })
    })

    test('the same work is reserved once, however often and however many at once', async () => {
      const tenant = await createSampleTenant(storage())
      const id = randomUUID()
      const reserved = await Promise.all(Array.from({ length: 8 }, () => reserve(tenant, { id, limit: 1 })))
      expect(reserved).toEqual(Array.from({ length: 8 }, () => ({ reservation: { id, kind: 'exchanges', month }, used: 1, crossed80: true })))
      // Begun in one month and resumed in the next, it still counts for the first.
      expect(await reserve(tenant, { id, month: '2030-02', limit: 1 })).toMatchObject({ reservation: { month } })
      expect(await used(tenant)).toBe(1)
    })

    test('the crossing of 80 % is told once for each limit', async () => {
      const tenant = await createSampleTenant(storage())
      const crossings = async (amounts: number[], limit: number) => {
        const told = []
        for (const amount of amounts) told.push((await reserve(tenant, { amount, limit }))?.crossed80)
        return told
      }
      expect(await crossings([79, 1, 1], 100)).toEqual([false, true, false])
      const [last] = await Promise.all([reserve(tenant, { limit: 100 })])
      if (!last) throw new Error('There was room for it.')
      await tenant.as((tx) => tx.usage.settle(last.reservation, 0))
      expect(await crossings([1, 1], 100)).toEqual([false, false])
      expect(await crossings([700, 17, 1], 1000)).toEqual([false, true, false])
    })

    test('without a limit everything is counted and nothing is refused', async () => {
      const tenant = await createSampleTenant(storage())
      expect(await reserve(tenant, { amount: 5_000_000_000 })).toMatchObject({ used: 5_000_000_000, crossed80: false })
      expect(await reserve(tenant, { amount: 1 })).toMatchObject({ used: 5_000_000_001, crossed80: false })
      expect(await reserve(tenant, { amount: 1, limit: 10 })).toBeUndefined()
    })

    test('another tenant can neither settle nor read it', async () => {
      const [tenant, other] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
      const reserved = await reserve(tenant, { amount: 7 })
      if (!reserved) throw new Error('There is no limit.')
      await other.as((tx) => tx.usage.release(reserved.reservation))
      expect(await other.as((tx) => tx.usage.ofMonth(month))).toEqual({ exchanges: 0, tokens: 0, microUsd: 0 })
      expect(await used(tenant)).toBe(7)
    })
  })
}
