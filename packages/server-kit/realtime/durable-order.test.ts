import type { DurableConversationEvent } from '@coachkit/contract'
import { expect, test, vi } from 'vitest'
import type { LoggedEvent } from '../ports/index.js'
import { createDurableOrder } from './durable-order.js'

const logged = (offset: number): LoggedEvent => ({ offset, event: { type: 'message.completed' } as DurableConversationEvent })

test('what is stored while a gap is read is read too, though nobody rings again', async () => {
  const log = [logged(1), logged(2), logged(3)]
  const pushed: number[] = []
  const reads: (() => void)[] = []
  const order = createDurableOrder({
    position: 0,
    push: ({ offset }) => void pushed.push(offset),
    read: (offset) => {
      const found = { events: log.filter((event) => event.offset > offset), offset: log.length }
      return new Promise((resolve) => reads.push(() => resolve(found)))
    },
    onStuck: () => expect.unreachable('The log can be read.'),
  })
  order.accept(logged(3))
  expect(reads).toHaveLength(1)
  log.push(logged(4))
  order.accept(logged(4))
  reads.shift()?.()
  await vi.waitFor(() => expect(pushed).toEqual([1, 2, 3]))
  await vi.waitFor(() => expect(reads).toHaveLength(1))
  reads.shift()?.()
  await vi.waitFor(() => expect(pushed).toEqual([1, 2, 3, 4]))
})
