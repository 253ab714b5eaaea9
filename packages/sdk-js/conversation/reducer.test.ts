import type { Message } from '@coachkit/contract'
import { expect, it } from 'vitest'
import { emptyThread, reduceThread, type ThreadAction } from './reducer.js'

const message = (change: Partial<Message>): Message => ({
  id: 'a',
  conversationId: 'c',
  offset: 2,
  role: 'assistant',
  status: 'pending',
  text: '',
  citations: [],
  createdAt: '2026-01-01T00:00:00Z',
  ...change,
})
const done = message({ status: 'completed', text: 'Hola Ana' })
const frames: ThreadAction[] = [
  { type: 'event', offset: 1, event: { type: 'message.created', message: message({ id: 'q', offset: 1, role: 'user', status: 'sent', text: 'Hi' }) } },
  { type: 'event', offset: 2, event: { type: 'message.created', message: message({}) } },
  { type: 'event', event: { type: 'message.delta', messageId: 'a', index: 0, text: 'Hola' } },
  { type: 'event', event: { type: 'message.delta', messageId: 'a', index: 4, text: ' Ana' } },
  { type: 'event', offset: 3, event: { type: 'message.completed', message: done } },
  { type: 'event', event: { type: 'tool.started', messageId: 'a', callId: 'c1', name: 'odds' } },
  { type: 'event', event: { type: 'tool.finished', messageId: 'a', callId: 'c1', name: 'odds', ok: true } },
]

it('ends in the same messages for any order and repetition of frames', () => {
  const expected = frames.reduce(reduceThread, emptyThread).messages
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 48271) % 2147483647
    return seed % below
  }
  for (let round = 0; round < 500; round++) {
    const shuffled = [...frames, ...frames].map((frame) => ({ frame, key: random(1000) })).sort((a, b) => a.key - b.key)
    expect(shuffled.reduce((thread, { frame }) => reduceThread(thread, frame), emptyThread).messages).toEqual(expected)
  }
  expect(expected.map((each) => each.text)).toEqual(['Hi', 'Hola Ana'])
})

it('never takes a stored message for one that is still on its way', () => {
  const stored = message({ id: 'q', offset: 1, role: 'user', status: 'sent', text: 'Hi', clientMessageId: 'own' })
  const { offset: _, ...own } = { ...stored, id: 'own', status: 'sending' as const }
  const actions: ThreadAction[] = [
    { type: 'history', items: [stored], offset: 2 },
    { type: 'local', message: own },
    { type: 'event', event: { type: 'message.created', message: stored } },
  ]
  expect(actions.reduce(reduceThread, emptyThread).messages).toEqual([stored])
})

it('shows the newest version alone, in whatever order it is heard of', () => {
  const created = (change: Partial<Message>): ThreadAction => ({
    type: 'event',
    offset: change.offset,
    event: { type: 'message.created', message: message(change) },
  })
  const again = created({ id: 'b', offset: 4, supersedes: ['a'] })
  const edited = [created({ id: 'r', offset: 5, role: 'user', status: 'sent', text: 'Hello', supersedes: ['q', 'b'] }), created({ id: 'c', offset: 6 })]
  const all = [...frames, again, ...edited]
  for (let cut = 0; cut < all.length; cut++) {
    const turned = [...all.slice(cut), ...all.slice(0, cut)]
    const { messages } = [...turned, ...turned].reduce(reduceThread, emptyThread)
    expect(messages.map(({ id }) => id)).toEqual(['r', 'c'])
  }
  // Who missed it reads it in the history.
  const read = {
    type: 'history' as const,
    items: [message({ id: 'q', offset: 1, role: 'user', status: 'sent' }), message({ id: 'b', offset: 4, supersedes: ['a'] })],
    offset: 4,
  }
  expect([...frames, read].reduce<ReturnType<typeof reduceThread>>(reduceThread, emptyThread).messages.map(({ id }) => id)).toEqual(['q', 'b'])
})

it('reports a missed delta', () => {
  expect(
    frames
      .filter((_, index) => index !== 2)
      .slice(0, 3)
      .reduce(reduceThread, emptyThread).gap,
  ).toBe(true)
})

it('is whole again once history, a snapshot or recovery has filled the gap', () => {
  const broken = [frames[0], frames[1], frames[3]].filter((frame) => frame !== undefined).reduce(reduceThread, emptyThread)
  const repairs: ThreadAction[] = [{ type: 'history', items: [message({})], offset: 2 }, { type: 'draft', messageId: 'a', text: 'Hola' }, { type: 'whole' }]
  expect([broken.gap, ...repairs.map((repair) => reduceThread(broken, repair).gap)]).toEqual([true, false, false, false])
})

it('knows the newest of who has it, in whatever order it hears, and never takes a reply for a question', () => {
  const conversation = (offset: number, state: 'requested' | 'person') =>
    ({ id: 'c', kind: 'assisted', channel: 'web', state, offset, epoch: 'e', createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' }) as const
  const steps: ThreadAction[] = [
    { type: 'event', offset: 5, event: { type: 'handover.accepted', conversation: conversation(5, 'person') } },
    { type: 'event', offset: 4, event: { type: 'handover.requested', conversation: conversation(4, 'requested') } },
    { type: 'history', items: [], offset: 3, conversation: conversation(3, 'requested') },
  ]
  expect([...frames, ...steps].reduce(reduceThread, emptyThread).conversation).toMatchObject({ state: 'person', offset: 5 })
  const said = (id: string, role: 'user' | 'member', offset: number): ThreadAction => ({
    type: 'event',
    offset,
    event: { type: 'message.created', message: message({ id, role, status: 'sent', text: 'Hola', offset, clientMessageId: 'same' }) },
  })
  expect([said('m', 'user', 6), said('r', 'member', 7)].reduce(reduceThread, emptyThread).messages.map(({ id }) => id)).toEqual(['m', 'r'])
})

it('shows no message that is put away, and shows it again once it is brought back', () => {
  const archivedAt = '2026-01-02T00:00:00Z'
  const archived: ThreadAction = { type: 'event', offset: 4, event: { type: 'message.archived', message: { ...done, archivedAt } } }
  const restored: ThreadAction = { type: 'event', offset: 5, event: { type: 'message.restored', message: done } }
  const texts = (actions: ThreadAction[]) => actions.reduce(reduceThread, emptyThread).messages.map(({ text }) => text)
  expect(texts([...frames, archived])).toEqual(['Hi'])
  expect(texts([archived, ...frames])).toEqual(['Hi'])
  expect(texts([...frames, archived, restored])).toEqual(['Hi', 'Hola Ana'])
  expect(texts([restored, archived, ...frames])).toEqual(['Hi', 'Hola Ana'])
})
