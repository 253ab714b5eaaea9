import { expect, test } from 'vitest'
import { newMeter } from '../../../domain/limits/meter.js'
import { createLimitLeases } from './limit-leases.js'

const rule = { key: 'k', limit: 1000, windowMs: 60_000 }

test('what was taken in advance is there once, until the window it was charged in ends', () => {
  let now = 5000
  const leases = createLimitLeases(() => now)
  const size = leases.sizeOf(rule)
  const windowStart = Date.UTC(2030, 0, 1)
  leases.put(rule, { stored: newMeter(rule, windowStart + 10_000), taken: size, left: size - 1, askedAt: now })
  // As though one call had been charged, which is all there was.
  expect(leases.meterOf(rule, 0)).toMatchObject({ tokens: 999, current: 1 })
  expect([leases.hold(rule, 10), leases.hold(rule, 1000), leases.hold(rule, 1)]).toEqual([10, size - 11, 0])
  leases.giveBack(rule, 5)
  expect(leases.hold({ ...rule, limit: 500 }, 5)).toBe(0)
  now += 49_999
  expect(leases.hold(rule, 1)).toBe(1)
  now += 1
  expect(leases.hold(rule, 1)).toBe(0)
  expect(leases.meterOf(rule, 0)).toBeUndefined()
})

test('small limits and those with a burst of their own are counted call by call', () => {
  const { sizeOf } = createLimitLeases()
  const limits = [{ limit: 99 }, { limit: 100 }, { limit: 10_000 }, { limit: 1000, burst: 10 }]
  expect(limits.map((fields) => sizeOf({ ...rule, ...fields }))).toEqual([0, 4, 400, 0])
})
