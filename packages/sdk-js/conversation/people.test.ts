import type { Receipt } from '@coachkit/contract'
import { expect, it, vi } from 'vitest'
import { nobody, type PeopleSnapshot } from './nobody.js'
import { mergeReceipts, People } from './people.js'

const receipt = (participantId: string, delivered: number, read: number, more: Partial<Receipt> = {}): Receipt => ({ participantId, delivered, read, ...more })

it('receipts end the same in whatever order and however often they are heard', () => {
  const news = [
    receipt('visitor', 2, 1),
    receipt('visitor', 4, 0),
    receipt('visitor', 3, 3),
    receipt('key:1', 1, 1),
    receipt('visitor', 1, 1, { lastSeenAt: '2030-01-01T00:00:00Z' }),
  ]
  const expected = { visitor: receipt('visitor', 4, 3, { lastSeenAt: '2030-01-01T00:00:00Z' }), 'key:1': receipt('key:1', 1, 1) }
  for (let turn = 0; turn < news.length; turn += 1) {
    const order = [...news.slice(turn), ...news.slice(0, turn), ...news]
    const merged = order.reduce<readonly Receipt[]>((known, each) => mergeReceipts(known, [each]), [])
    expect(Object.fromEntries(merged.map((each) => [each.participantId, each]))).toEqual(expected)
  }
})

it('who writes is forgotten when nothing more is said, when they leave and when the connection is gone', () => {
  vi.useFakeTimers()
  let now: PeopleSnapshot = nobody
  const people = new People((next) => {
    now = next
  })
  people.begin({ present: ['visitor'] })
  const typing = (participantId: string, isTyping = true) => people.hear({ type: 'typing', participantId, isTyping, expiresInMs: 6000 })
  typing('visitor')
  people.join('key:1')
  typing('key:1')
  expect(now).toMatchObject({ typing: ['visitor', 'key:1'], present: ['visitor', 'key:1'] })
  vi.advanceTimersByTime(4000)
  typing('key:1')
  vi.advanceTimersByTime(2000)
  expect(now.typing).toEqual(['key:1'])
  people.leave('key:1')
  expect(now).toMatchObject({ typing: [], present: ['visitor'] })
  typing('visitor')
  people.hear({ type: 'receipt.updated', ...receipt('visitor', 1, 1) })
  people.lose()
  expect(now).toEqual({ typing: [], present: [], receipts: [receipt('visitor', 1, 1)] })
  vi.useRealTimers()
})

it('what is looked up is shown until it was found, something is written of the answer, or the connection is gone', () => {
  let now: PeopleSnapshot = nobody
  const people = new People((next) => {
    now = next
  })
  const begin = (callId: string, messageId = 'a1') => people.hear({ type: 'tool.started', messageId, callId, name: 'odds', label: 'odds of the match' })
  expect(now.activity).toBeUndefined()
  begin('c1')
  begin('c2')
  expect(now.activity).toEqual(['c1', 'c2'].map((callId) => ({ messageId: 'a1', callId, name: 'odds', label: 'odds of the match' })))
  people.hear({ type: 'tool.finished', messageId: 'a1', callId: 'c1', name: 'odds', ok: true })
  expect(now.activity?.map(({ callId }) => callId)).toEqual(['c2'])
  begin('c3', 'a2')
  people.hear({ type: 'message.delta', messageId: 'a1', index: 0, text: 'It' })
  expect(now.activity?.map(({ callId }) => callId)).toEqual(['c3'])
  people.lose()
  expect(now.activity).toEqual([])
})
