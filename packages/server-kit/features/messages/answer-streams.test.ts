import { expect, test, vi } from 'vitest'
import { memoryBus } from '../../adapters/bus/memory/index.js'
import { createAnswerStreams } from './answer-streams.js'

test('deltas are contiguous, and the end sends what is left', async () => {
  const bus = memoryBus()
  const deltas: { index: number; text: string }[] = []
  await bus.subscribe('conversation:c', (frame) => 'event' in frame && frame.event.type === 'message.delta' && deltas.push(frame.event))
  const streams = createAnswerStreams({ bus })
  const ids = { conversationId: 'c', messageId: 'm' }
  streams.begin(ids)
  for (const text of ['Ho', 'la', ' Ana']) streams.append({ ...ids, text })
  expect(streams.snapshot('c')).toEqual([{ messageId: 'm', index: 2, text: 'Ho' }])
  streams.end(ids)
  expect(deltas).toMatchObject([
    { index: 0, text: 'Ho' },
    { index: 2, text: 'la Ana' },
  ])
  expect(streams.snapshot('c')).toEqual([])
})

test('whoever missed the beginning hears all of it again, in pieces that any bus takes', async () => {
  const bus = memoryBus()
  const streams = createAnswerStreams({ bus })
  const ids = { conversationId: 'c', messageId: 'm' }
  const whole = 'palabra '.repeat(300)
  streams.begin(ids)
  streams.append({ ...ids, text: whole })
  const heard: string[] = []
  await bus.subscribe('conversation:c', (frame) => {
    if (!('event' in frame) || frame.event.type !== 'message.delta') return
    expect(frame.event.index).toBe(heard.join('').length)
    heard.push(frame.event.text)
  })
  for (let asking = 0; asking < 5; asking += 1) bus.publish('conversation:c', { kind: 'recap' })
  await vi.waitFor(() => expect(heard.join('')).toBe(whole))
  expect(Math.max(...heard.map((text) => text.length))).toBeLessThanOrEqual(1000)
  streams.end(ids)
})
