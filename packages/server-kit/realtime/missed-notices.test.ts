import type { Reply } from '@coachkit/contract'
import { expect, test } from 'vitest'
import { memoryBus } from '../adapters/bus/memory/index.js'
import type { BusFrame } from '../ports/index.js'
import { visitor } from './__fixtures__/bare-server.js'
import type { ConnectionDeps } from './realtime-deps.js'
import { createSubscriptions } from './subscriptions.js'

const channel = 'creator:c1'
const notice = { kind: 'ephemeral', event: { type: 'message.waiting' } } as unknown as BusFrame
const away = { push: { channel, unsubscribe: { code: 2500, reason: 'insufficient state' } } }

/** One reader of the channel, who lags while told so. */
async function reading() {
  const state = { lags: false }
  const sent: unknown[] = []
  const bus = memoryBus()
  const take = (frame: string) => void sent.push(JSON.parse(frame))
  const subscriptions = createSubscriptions({
    deps: { bus, mayRead: async () => true, mayBeTold: () => true } as unknown as ConnectionDeps,
    principal: () => visitor,
    outgoing: {
      send: take,
      sendIfReady(frame) {
        if (!state.lags) take(frame)
        return !state.lags
      },
    },
    onStuck: () => undefined,
  })
  const subscribe = () => subscriptions.subscribe({ channel }, (body) => void sent.push({ id: 1, ...body } as Reply))
  await subscribe()
  sent.length = 0
  return { state, sent, bus, subscribe }
}

test('who may have missed a notice while the bus was away is told to subscribe anew, once', async () => {
  const { sent, bus, subscribe } = await reading()
  bus.publish(channel, { kind: 'doorbell' })
  bus.publish(channel, { kind: 'doorbell' })
  expect(sent).toEqual([away])
  await subscribe()
  bus.publish(channel, notice)
  expect(sent.slice(1)).toMatchObject([{ subscribe: {} }, { push: { channel, pub: { data: { type: 'message.waiting' } } } }])
})

test('who lags too much for a notice is told so as well', async () => {
  const { state, sent, bus } = await reading()
  state.lags = true
  bus.publish(channel, notice)
  bus.publish(channel, notice)
  expect(sent).toEqual([away])
})
