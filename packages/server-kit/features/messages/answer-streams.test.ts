import { expect, test } from 'vitest'
import { memoryBus } from '../../adapters/bus/memory/index.js'
import { createAnswerStreams } from './answer-streams.js'

test('deltas are contiguous, and the end sends what is left', async () => {
  const bus = memoryBus()
  const deltas: { index: number; text: string }[] = []
  await bus.subscribe('conversation:c', (frame) => frame.event.type === 'message.delta' && deltas.push(frame.event))
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
