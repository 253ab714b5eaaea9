import type { InboxEvent } from '@coachkit/contract'
import { expect, test, vi } from 'vitest'
import { createOutbox } from './outbox.js'
import type { Wire } from './wire.js'
import { readText, type WireFrame } from './wire-frames.js'

/** A wire that fails until it is told to carry; what it then carried. */
function brokenWire(mostBytes = 7900) {
  const carried: WireFrame[] = []
  const state = { away: true, tries: 0 }
  const wire: Wire = {
    name: 'test',
    mostBytes,
    carriesEvents: true,
    async send(texts) {
      state.tries += 1
      if (state.away) throw new Error('away')
      carried.push(...texts.flatMap((text) => readText(text)?.frames ?? []))
    },
    listen: () => ({ close: () => undefined }),
    close: async () => undefined,
  }
  return { wire, carried, state }
}

const waiting = (text: string): WireFrame => ({
  topic: 'creator:c1',
  kind: 'ephemeral',
  // Only its type and its size matter here.
  event: { type: 'message.waiting', text } as unknown as InboxEvent,
})

test('a notice that could not leave is told as a doorbell without a place, once the way is back', async () => {
  const { wire, carried, state } = brokenWire()
  const outbox = createOutbox({ wire, from: 'here', onFailed: () => undefined })
  outbox.add(waiting('Hola'))
  await vi.waitFor(() => expect(state.tries).toBe(1))
  state.away = false
  await vi.waitFor(() => expect(carried).toEqual([{ topic: 'creator:c1', kind: 'doorbell' }]), 5000)
  await outbox.close()
})

test('when more topics lost something than can be named, all are told', async () => {
  const { wire, carried, state } = brokenWire()
  const outbox = createOutbox({ wire, from: 'here', onFailed: () => undefined })
  for (let at = 0; at < 6000; at += 1) outbox.add({ ...waiting('Hola'), topic: `creator:${at}` } as WireFrame)
  await vi.waitFor(() => expect(state.tries).toBe(1))
  state.away = false
  await vi.waitFor(() => expect(carried).toContainEqual({ topic: '*', kind: 'doorbell' }), 5000)
  await outbox.close()
})

test('one that is too large for the wire is a doorbell too', async () => {
  const { wire, carried, state } = brokenWire(500)
  state.away = false
  const outbox = createOutbox({ wire, from: 'here', onFailed: () => undefined })
  outbox.add(waiting('Hola'.repeat(500)))
  await vi.waitFor(() => expect(carried).toEqual([{ topic: 'creator:c1', kind: 'doorbell' }]))
  await outbox.close()
})
