import type { ConversationEvent, Message } from '@coachkit/contract'
import { expect, test } from 'vitest'
import { Exchange } from './exchange.js'
import { emptyThread, reduceThread, type ThreadAction } from './reducer.js'

const base = { conversationId: 'c', citations: [], createdAt: '2026-01-01T00:00:00Z' }
const asked: Message = { ...base, id: 'q', offset: 1, role: 'user', status: 'sent', text: 'Hola', clientMessageId: 'm' }
const pending: Message = { ...base, id: 'a', offset: 2, role: 'assistant', status: 'pending', text: '', replyTo: 'q' }
const created = (message: Message): ThreadAction => ({ type: 'event', offset: message.offset, event: { type: 'message.created', message } })
const started: ThreadAction = { type: 'event', event: { type: 'message.started', messageId: 'a' } }
const delta = (index: number, text: string): ThreadAction => ({ type: 'event', event: { type: 'message.delta', messageId: 'a', index, text } })
const snapshot = (text: string): ThreadAction => ({ type: 'draft', messageId: 'a', text })
const completed = (text: string): ThreadAction => ({
  type: 'event',
  offset: 3,
  event: { type: 'message.completed', message: { ...pending, status: 'completed', text } },
})

/** What a reader of the exchange is told, in short, when the thread takes these actions one after the other. */
async function told(...actions: ThreadAction[]): Promise<string[]> {
  const exchange = new Exchange('m')
  let thread = emptyThread
  for (const action of actions) {
    thread = reduceThread(thread, action)
    exchange.settle(thread)
  }
  const lines: string[] = []
  for await (const event of exchange) lines.push(short(event))
  return lines
}
function short(event: ConversationEvent): string {
  if (event.type === 'message.delta') return `${event.index}:${event.text}`
  return 'message' in event ? `${event.type} ${event.message.id} ${event.message.status}` : event.type
}
const beginning = ['message.created q sent', 'message.created a pending']
const end = 'message.completed a completed'

test('an answer is told as it is written', async () => {
  const lines = await told(created(asked), created(pending), started, delta(0, 'Buenas'), delta(6, ' tardes'), completed('Buenas tardes'))
  expect(lines).toEqual([...beginning, 'message.started', '0:Buenas', '6: tardes', end])
})

test('an answer that was over before anybody could listen is told whole', async () => {
  const page: ThreadAction = { type: 'history', items: [asked, { ...pending, status: 'completed', text: 'Buenas tardes' }], offset: 3 }
  expect(await told(page)).toEqual([...beginning, 'message.started', '0:Buenas tardes', end])
})

test('what was written while the connection was away is told once', async () => {
  const lines = await told(created(asked), created(pending), started, delta(0, 'Bue'), snapshot('Buenas t'), delta(8, 'ar'), completed('Buenas tardes'))
  expect(lines).toEqual([...beginning, 'message.started', '0:Bue', '3:nas t', '8:ar', '10:des', end])
})

test('an answer written anew, as after a crash, starts over', async () => {
  const anew = [...beginning, 'message.started', '0:Buenas', 'message.started', '0:Hola', '4: Ana', end]
  expect(await told(created(asked), created(pending), started, delta(0, 'Buenas'), started, delta(0, 'Hola'), delta(4, ' Ana'), completed('Hola Ana'))).toEqual(
    anew,
  )
  expect(await told(created(asked), created(pending), started, delta(0, 'Buenas'), snapshot('Hola'), delta(4, ' Ana'), completed('Hola Ana'))).toEqual(anew)
})

test('what the server took out of the answer at the end is not told again', async () => {
  const lines = await told(created(asked), created(pending), started, delta(0, 'Hola [9]'), completed('Hola'))
  expect(lines).toEqual([...beginning, 'message.started', '0:Hola [9]', end])
})
