import { errorBody, routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFrameClient } from '../../realtime/__fixtures__/frame-client.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer, type Visitor } from '../../testing/__fixtures__/test-server.js'

let server: TestServer
let visitor: Visitor
beforeAll(async () => {
  server = await startTestServer({ maxMessageLength: { coach: 20, people: 30 } })
  visitor = await server.visitor()
}, 60_000)
afterAll(() => server.close())

const headers = { 'content-type': 'application/json' }
const of = (length: number) => 'a'.repeat(length)
const post = (path: string, body: object, token = visitor.token) => server.request(path, { method: 'POST', token, headers, body: JSON.stringify(body) })
const messagesOf = ({ conversationId }: Visitor) => `/v1/conversations/${conversationId}/messages`
const limitOf = async (response: Promise<Response>) => (await expectRefusal(await response, 'MESSAGE_002')).details?.limit

test('a message to the coach is as long as the host says, and one that is longer is told by how much it may be', async () => {
  expect((await post(messagesOf(visitor), { text: ` ${of(20)} ` })).status).toBe(201)
  expect(await limitOf(post(messagesOf(visitor), { text: of(21) }))).toBe(20)
  expect(await limitOf(post(messagesOf(visitor), { text: of(31) }, server.key))).toBe(20)
  expect(await limitOf(post(messagesOf(visitor), { text: of(50_001) }))).toBe(50_000)
  const { items } = await server.call(routes.messages.list, { token: visitor.token, params: { conversationId: visitor.conversationId } })
  expect(items.filter(({ role }) => role === 'user').map(({ text }) => text)).toEqual([of(20)])
})

test.each([
  ['es', 'El mensaje es demasiado largo: 20 caracteres como máximo.', '50.000'],
  ['en', 'The message is too long: 20 characters at most.', '50,000'],
  ['pt', 'A mensagem é longa demais: no máximo 20 caracteres.', '50.000'],
])('in %s it says so', async (language, sentence, most) => {
  const told = async (text: string) => {
    const init = { method: 'POST', token: visitor.token, body: JSON.stringify({ text }), headers: { ...headers, 'accept-language': language } }
    return errorBody.parse(await (await server.request(messagesOf(visitor), init)).json()).error.message
  }
  expect(await told(of(21))).toBe(sentence)
  expect(await told(of(50_001))).toContain(most)
})

test('so is a question in other words, and one of the AI SDK', async () => {
  const asked = { id: 'mine', messages: [{ id: 'one', role: 'user', parts: [{ type: 'text', text: of(21) }] }] }
  expect(await limitOf(post(routes.chat.send.path, asked))).toBe(20)
  const { message } = await server.call(routes.messages.send, {
    token: visitor.token,
    params: { conversationId: visitor.conversationId },
    body: { text: 'Hola' },
  })
  expect(await limitOf(post(`${messagesOf(visitor)}/${message.id}/edit`, { clientMessageId: 'edit', text: of(21) }))).toBe(20)
})

test('over a socket the refusal names the limit too', async () => {
  const { ticket } = await server.call(routes.realtime.ticket, { token: visitor.token })
  const client = await openFrameClient(`${server.url.replace('http', 'ws')}/v1/realtime/ws`)
  const data = { params: { conversationId: visitor.conversationId }, body: { text: of(21) } }
  client.send({ id: 1, connect: { token: ticket } }, { id: 2, rpc: { method: 'messages.send', data } })
  expect((await client.reply(2)).error).toEqual({ code: 422, message: 'MESSAGE_002', temporary: false, details: { limit: 20 } })
  client.socket.close()
})

test('where people answer it is another length, for both sides', async () => {
  const params = { conversationId: visitor.conversationId }
  await server.call(routes.handover.accept, { token: server.key, params })
  const replies = `/v1/conversations/${params.conversationId}/replies`
  expect((await post(messagesOf(visitor), { text: of(30) })).status).toBe(201)
  expect((await post(replies, { clientMessageId: 'a', text: of(30) }, server.key)).status).toBe(201)
  expect(await limitOf(post(messagesOf(visitor), { text: of(31) }))).toBe(30)
  expect(await limitOf(post(replies, { clientMessageId: 'b', text: of(31) }, server.key))).toBe(30)
  await server.call(routes.handover.release, { token: server.key, params })
  expect(await limitOf(post(messagesOf(visitor), { text: of(30) }))).toBe(20)
})

test('a conversation of somebody else says nothing of itself, however long the message', async () => {
  const other = await server.visitor()
  await expectRefusal(await post(messagesOf(visitor), { text: of(25) }, other.token), 'RESOURCE_001')
})

test('pages are told what is not as usual', async () => {
  const { config } = await server.call(routes.sessions.create, { body: { creator: 'ana' } })
  expect(config.maxMessageLength).toEqual({ coach: 20, people: 30 })
  expect((await server.call(routes.widget.config, { params: { creator: 'ana' } })).maxMessageLength).toEqual({ coach: 20, people: 30 })
})

test.each([0, 1.5, 50_001, '100'])('%j characters are no length', async (coach) => {
  await expect(startTestServer({ maxMessageLength: { coach: coach as number } })).rejects.toThrow('`maxMessageLength`')
})
