import { expect, it, vi } from 'vitest'
import { createUpkeep } from './upkeep.js'

it('does every task again and again, whatever one of them does, until it is stopped', async () => {
  const done: string[] = []
  const warnings: unknown[] = []
  const upkeep = createUpkeep({
    tasks: {
      keys: async () => {
        throw new Error('The database is away')
      },
      expired: async () => void done.push('expired'),
    },
    logger: { info() {}, warn: (...entry) => void warnings.push(entry), error() {} },
    everyMs: 1,
    firstMs: 1,
  })
  upkeep.start()
  await vi.waitFor(() => expect(done.length).toBeGreaterThan(2))
  await upkeep.stop()
  const before = done.length
  await new Promise((resolve) => setImmediate(resolve))
  expect(done.length).toBe(before)
  expect(warnings[0]).toEqual(['upkeep.failed', { reason: 'keys.unknown' }])
})
