import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Storage } from '../../ports/index.js'
import { memoryStorage } from '../../testing/__fixtures__/memory-storage.js'
import { createSampleTenant } from '../../testing/storage-conformance/sample-tenant.js'
import { createLastSeen } from './last-seen.js'

let storage: Storage
beforeAll(async () => {
  storage = memoryStorage()
  await storage.migrate()
})
afterAll(() => storage.close())

test('when somebody left is stored for all at once, the latest time counts, and what was read stays', async () => {
  const { as, creatorId, conversation } = await createSampleTenant(storage)
  const conversationId = conversation.id
  let now = Date.UTC(2030, 0, 1)
  const lastSeen = createLastSeen({ storage, clock: { now: () => new Date(now) }, logger: { info() {}, warn() {}, error() {} } })
  lastSeen.note({ creatorId, conversationId, participantId: 'visitor' })
  lastSeen.note({ creatorId, conversationId, participantId: 'member:1' })
  // A conversation that is gone meanwhile does not keep the others from being stored.
  lastSeen.note({ creatorId, conversationId: creatorId, participantId: 'visitor' })
  now += 30_000
  lastSeen.note({ creatorId, conversationId, participantId: 'visitor' })
  await lastSeen.stop()
  const seen = await as((tx) => tx.participants.list(conversationId))
  expect(seen).toEqual([
    { participantId: 'member:1', delivered: 0, read: 0, lastSeenAt: '2030-01-01T00:00:00.000Z' },
    { participantId: 'visitor', delivered: 0, read: 0, lastSeenAt: '2030-01-01T00:00:30.000Z' },
  ])
})
