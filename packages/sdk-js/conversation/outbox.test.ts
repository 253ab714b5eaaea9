import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { keptStore, startCoach } from '../__fixtures__/coach.js'
import { createCoachClient } from '../client.js'
import type { SessionStore } from '../session-store.js'
import type { ConversationHandle } from './conversation-handle.js'

const question = '¿Cómo preparo la primera sesión?'
const opened: ConversationHandle[] = []
let coach: Awaited<ReturnType<typeof startCoach>>

beforeAll(async () => {
  coach = await startCoach()
}, 120_000)
afterAll(async () => {
  for (const handle of opened) handle.close()
  await coach.close()
})

/** A page of its own: another client and handle on what the store kept. */
function open(store: SessionStore = keptStore(), send?: typeof fetch) {
  const client = createCoachClient({ baseUrl: coach.baseUrl, creator: 'ana', sessionStore: store, ...(send ? { fetch: send } : {}) })
  const handle = client.conversation()
  opened.push(handle)
  return { client, handle, store, texts: () => handle.getSnapshot().messages.map(({ role, status }) => `${role} ${status}`) }
}
const settled = async (handle: ConversationHandle, text = question) => {
  for await (const _event of handle.send({ text }));
}
/** The server's first answers to a path are replaced. */
const answering = (path: RegExp, statuses: number[]): typeof fetch => {
  return async (input, init) => {
    const status = init?.method === 'POST' && path.test(String(input)) ? statuses.shift() : undefined
    return status === undefined ? fetch(input, init) : Response.json({ error: { code: `HTTP_${status}`, message: 'later' } }, { status })
  }
}

test('the message is in the store before anything is asked of the server', () => {
  const { handle, store } = open(keptStore(), () => new Promise(() => {}))
  handle.send({ text: question })
  expect(store.get(`coachkit:${coach.baseUrl}:ana:outbox`)).toContain(question)
})

test('a message for a conversation whose session ended meanwhile is sent in a new one', async () => {
  const store = keptStore()
  const first = open(store)
  await settled(first.handle, 'Hola')
  coach.network.up = false
  first.handle.send({ text: question })
  first.handle.close()
  store.set(`coachkit:${coach.baseUrl}:ana`, 'cks_of-a-session-that-ended')
  coach.network.up = true
  const { handle, texts } = open(store)
  await handle.open()
  await vi.waitFor(() => expect(texts()).toEqual(['user sent', 'assistant completed']))
  expect(handle.getSnapshot().messages[0]?.text).toBe(question)
  expect(handle.getSnapshot().error).toBeUndefined()
})

test('where the session ends while its conversation is shown, nothing of that one is left, and the snapshot says so until a new one is begun', async () => {
  const { handle, store, texts } = open()
  await settled(handle, 'Hola')
  await settled(handle, 'Gracias')
  expect(handle.getSnapshot().renewed).toBeUndefined()
  const headers = { authorization: `Bearer ${store.get(`coachkit:${coach.baseUrl}:ana`)}` }
  expect((await fetch(`${coach.baseUrl}/v1/channels/sessions/current`, { method: 'DELETE', headers })).ok).toBe(true)
  handle.send({ text: question })
  await vi.waitFor(() => expect(texts()).toEqual(['user sent', 'assistant completed']))
  expect(handle.getSnapshot()).toMatchObject({ messages: [{ text: question }, {}], renewed: true })
  handle.startNew()
  expect(handle.getSnapshot().renewed).toBeUndefined()
})

test('a stored conversation that is gone gives way to the newest of the session', async () => {
  const { client, handle, store } = open()
  const { id } = await client.conversations.create()
  store.set(`coachkit:${coach.baseUrl}:ana:conversation`, '01900000-0000-7000-8000-000000000000')
  await handle.open()
  expect(handle.getSnapshot()).toMatchObject({ conversationId: id })
  expect(handle.getSnapshot().error).toBeUndefined()
})

test.each([401, 408, 429, 503])('a %i does not refuse a message: it is sent again', async (status) => {
  const { handle, texts } = open(keptStore(), answering(/\/messages$/, [status, status]))
  await settled(handle)
  expect(texts()).toEqual(['user sent', 'assistant completed'])
})

test('a conversation that was opened, but whose answer was lost, is not opened twice', async () => {
  let lost = 0
  const losing: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    if (lost > 0 || init?.method !== 'POST' || !String(input).endsWith('/v1/conversations')) return response
    lost += 1
    throw new TypeError('The answer was lost.')
  }
  const { client, handle, texts } = open(keptStore(), losing)
  await settled(handle)
  expect([lost, texts()]).toEqual([1, ['user sent', 'assistant completed']])
  expect((await client.conversations.list()).items.map(({ id }) => id)).toEqual([handle.getSnapshot().conversationId])
})

test('two pages that share a store and were offline open one conversation and send each message once', async () => {
  const store = keptStore()
  const one = open(store)
  await one.client.session.ensure()
  await one.handle.open()
  coach.network.up = false
  one.handle.send({ text: question })
  const two = open(store)
  two.handle.open().catch(() => undefined)
  coach.network.up = true
  for (const { texts } of [one, two]) await vi.waitFor(() => expect(texts()).toEqual(['user sent', 'assistant completed']))
  expect(one.handle.getSnapshot().messages).toEqual(two.handle.getSnapshot().messages)
})

test('two handles that begin together share the conversation that the first message opens', async () => {
  const { client, handle, texts } = open()
  const other = client.conversation()
  opened.push(other)
  handle.send({ text: question })
  other.send({ text: 'Hola' })
  const sent = () => other.getSnapshot().messages.filter(({ status }) => status === 'sent')
  await vi.waitFor(() => expect(sent().map(({ text }) => text)).toEqual([question, 'Hola']))
  await vi.waitFor(() => expect(texts()).toHaveLength(4))
})
