import { type RouteDefinition, routes } from '@coachkit/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { memoryRateLimiter } from '../adapters/rate-limiter/memory/index.js'
import { openFrameClient } from '../realtime/__fixtures__/frame-client.js'
import { expectRefusal } from '../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../testing/__fixtures__/test-server.js'

const minute = 60_000
let server: TestServer
/** The creator's owner, and the key of the program that brings its messages. */
let owner: string
let key: string

beforeAll(async () => {
  // No time passes for what is counted.
  const rateLimiter = memoryRateLimiter({ clock: { now: () => new Date(Date.UTC(2030, 0, 1)) } })
  const plenty = { limit: 1000, windowMs: minute }
  const limits = { requestsPerUser: plenty, requestsPerAddress: plenty, credentialsPerAddress: plenty, directMessagesPerUser: { limit: 14, windowMs: minute } }
  server = await startTestServer({ rateLimiter, limits })
})
beforeEach(async () => {
  owner = await server.person()
  const scopes = ['conversations:read' as const, 'conversations:write' as const]
  ;({ key } = await server.call(routes.apiKeys.create, { token: owner, body: { name: 'bridge', scopes } }))
})
afterAll(() => server.close())

const times = (count: number) => Array.from({ length: count }, (_, at) => at)
const all = (count: number, status: number) => times(count).map(() => status)

/** A visitor's conversation, which people answer from the beginning if it is `direct`. */
async function open(kind: 'assisted' | 'direct') {
  await server.call(routes.handover.updateSettings, { token: owner, body: { kind } })
  const { slug } = await server.call(routes.creators.profile, { token: owner })
  const { token } = await server.call(routes.sessions.create, { body: { creator: slug } })
  const { id: conversationId } = await server.call(routes.conversations.create, { token })
  const params = { conversationId }
  const post = ({ path }: RouteDefinition, by: string, body: string | FormData) =>
    server.request(path.replace('{conversationId}', conversationId), {
      method: 'POST',
      token: by,
      body,
      ...(typeof body === 'string' ? { headers: { 'content-type': 'application/json' } } : {}),
    })
  const say = (route: RouteDefinition, by: string) => post(route, by, JSON.stringify({ clientMessageId: crypto.randomUUID(), text: 'Hola' }))
  return {
    token,
    params,
    post,
    send: () => say(routes.messages.send, token),
    reply: () => say(routes.messages.reply, key),
    async statuses(count: number, send: () => Promise<Response>) {
      const statuses: number[] = []
      for (const _ of times(count)) statuses.push((await send()).status)
      return statuses
    },
    async answers() {
      const { items } = await server.call(routes.messages.list, { token, params, query: { limit: 100 } })
      return items.filter(({ role }) => role === 'assistant').length
    },
  }
}

test('who answers visitors may say more than one may ask the coach', async () => {
  const { params, reply, statuses } = await open('assisted')
  await server.call(routes.handover.accept, { token: key, params })
  expect(await statuses(14, reply)).toEqual(all(14, 201))
  await expectRefusal(await reply(), 'RATE_001')
})

test('files between people count as messages between people', async () => {
  const { token, post, statuses } = await open('direct')
  const upload = () => {
    const form = new FormData()
    form.set('file', new File(['Hola'], 'nota.txt', { type: 'text/plain' }))
    return post(routes.attachments.upload, token, form)
  }
  expect(await statuses(12, upload)).toEqual(all(12, 201))
})

test('what a visitor writes to people is no question', async () => {
  const { send, statuses, answers } = await open('direct')
  // The first was counted as a question: nobody here had seen yet who answers.
  expect(await statuses(15, send)).toEqual(all(15, 201))
  await expectRefusal(await send(), 'RATE_001')
  expect(await answers()).toBe(0)
})

test('messages to people by an API key leave its questions alone, in however many conversations', async () => {
  const statuses: number[] = []
  for (const _ of times(12)) {
    const { post } = await open('direct')
    statuses.push((await post(routes.messages.send, key, JSON.stringify({ text: 'Hola' }))).status)
  }
  expect(statuses).toEqual(all(12, 201))
})

test('whoever has asked all they may goes on with a person, and asks no more once the coach is back', async () => {
  const { params, send, statuses, answers } = await open('assisted')
  expect(await statuses(11, send)).toEqual([...all(10, 201), 429])
  await server.call(routes.handover.accept, { token: key, params })
  expect(await statuses(11, send)).toEqual(all(11, 201))
  await server.call(routes.handover.release, { token: key, params })
  await expectRefusal(await send(), 'RATE_001')
  expect(await statuses(3, send)).toEqual(all(3, 429))
  expect(await answers()).toBe(10)
})

test('the coach answers again after a person, as many questions as may be asked', async () => {
  const { params, send, statuses, answers } = await open('assisted')
  await server.call(routes.handover.accept, { token: key, params })
  expect(await statuses(12, send)).toEqual(all(12, 201))
  await server.call(routes.handover.release, { token: key, params })
  const asked = await statuses(12, send)
  expect(asked.filter((status) => status === 201)).toHaveLength(await answers())
  expect(await answers()).toBeGreaterThanOrEqual(9)
  expect(await answers()).toBeLessThanOrEqual(10)
})

test('the same over a socket', async () => {
  const { token, params, answers } = await open('direct')
  const { ticket } = await server.call(routes.realtime.ticket, { token })
  const client = await openFrameClient(`${server.url.replace('http', 'ws')}/v1/realtime/ws`)
  client.send({ id: 1, connect: { token: ticket } })
  await client.reply(1)
  for (const at of times(12)) {
    client.send({ id: at + 2, rpc: { method: 'messages.send', data: { params, body: { clientMessageId: `s-${at}`, text: 'Hola' } } } })
    expect(await client.reply(at + 2)).toHaveProperty('rpc')
  }
  client.socket.terminate()
  expect(await answers()).toBe(0)
})
