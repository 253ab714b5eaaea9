import { type HandoverSettings, type KeyScope, type Message, type RouteDefinition, routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ollama } from '../../adapters/language-model/ollama/index.js'
import { type FrameClient, openFrameClient } from '../../realtime/__fixtures__/frame-client.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'
import { startOllamaServer } from '../../testing/model-servers/index.js'

const covered = '¿Cuánto dura la primera sesión?'
let model: Awaited<ReturnType<typeof startOllamaServer>>
let server: TestServer
/** The owner of the creator that the tests are about. */
let owner: string
let slug: string
let creatorId: string
let inbox: FrameClient
let reply: string | string[]

beforeAll(async () => {
  model = await startOllamaServer({ models: ['test'], reply: () => reply, delayMs: 5 })
  const crisis = { en: { answer: 'Please call the line of our town.' } }
  server = await startTestServer({ languageModel: ollama({ model: 'test', url: model.url }), crisis })
  owner = await server.person()
  const { membership } = await server.call(routes.auth.me, { token: owner })
  ;({ slug, id: creatorId } = membership.creator)
  const { document } = routes.knowledge.upload.result.parse(
    await (await server.upload(new File(['# Sesiones\n\nLa primera sesión dura noventa minutos.\n'], 'guía.md'), { token: owner })).json(),
  )
  const params = { documentId: document.id }
  await vi.waitFor(async () => expect(await server.call(routes.knowledge.status, { params, token: owner })).toMatchObject({ status: 'ready' }))
  inbox = await listen(owner, `creator:${creatorId}`)
}, 60_000)
afterAll(async () => {
  inbox.socket.terminate()
  await server.close()
  await model.close()
})

const settings = (body: Partial<HandoverSettings>) => server.call(routes.handover.updateSettings, { token: owner, body })
async function listen(token: string, channel: string): Promise<FrameClient> {
  const { ticket } = await server.call(routes.realtime.ticket, { token })
  const client = await openFrameClient(`${server.url.replace('http', 'ws')}/v1/realtime/ws`)
  client.send({ id: 1, connect: { token: ticket } }, { id: 2, subscribe: { channel } })
  expect(await client.reply(2)).toHaveProperty('subscribe')
  return client
}
type Told = { type: string; conversation?: { id: string; state: string; title?: string }; conversationId?: string; message?: Message }
const told = ({ frames }: FrameClient) => frames.flatMap(({ push }) => (push?.pub ? [push.pub.data as Told] : []))

/** A visitor in a conversation of the kind that the creator offers then. */
async function open() {
  const { token } = await server.call(routes.sessions.create, { body: { creator: slug } })
  const conversation = await server.call(routes.conversations.create, { token })
  const params = { conversationId: conversation.id }
  const post = ({ path }: RouteDefinition, by: string, body: object = {}) =>
    server.request(path.replace('{conversationId}', conversation.id), {
      method: 'POST',
      token: by,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
  const history = async () => (await server.call(routes.messages.list, { token, params })).items
  const send = (text: string) => server.call(routes.messages.send, { token, params, body: { clientMessageId: crypto.randomUUID(), text } })
  return {
    token,
    params,
    conversation,
    post,
    history,
    send,
    now: () => server.call(routes.conversations.get, { token, params }),
    async ask(text: string): Promise<Message> {
      const { message } = await send(text)
      return vi.waitFor(async () => {
        const answer = (await history()).find(({ replyTo }) => replyTo === message.id)
        if (!answer || answer.status === 'pending') throw new Error('not answered yet')
        return answer
      })
    },
    toldInbox: () => told(inbox).filter((event) => (event.conversation?.id ?? event.conversationId) === conversation.id),
  }
}
const waiting = async () => (await server.call(routes.conversations.list, { token: owner, query: { state: 'requested' } as never })).items.map(({ id }) => id)

test('after answers that the coach does not know it offers a person, then asks for one; whoever accepts answers, and the coach is silent until it is handed back', async () => {
  await settings({ kind: 'assisted', unknownAnswers: 2 })
  reply = 'La primera sesión dura noventa minutos [1].'
  const { token, params, conversation, post, history, send, ask, now, toldInbox } = await open()
  expect(conversation).toMatchObject({ kind: 'assisted', state: 'coach' })
  const reader = await listen(token, `conversation:${conversation.id}`)
  expect((await ask('¿Venden bicicletas eléctricas plegables?')).text).toMatch(/^No lo sé: .* escribe «hablar con una persona»\.$/)
  expect(await ask(covered)).toMatchObject({ status: 'completed', text: expect.stringContaining('noventa') })
  await ask('¿Venden bicicletas eléctricas plegables?')
  expect(await now()).toMatchObject({ state: 'coach' })
  expect((await ask('¿Cuál es la capital de Mongolia?')).text).toMatch(/^No lo sé: .* He pedido que te atienda una persona\./)
  expect(await now()).toMatchObject({ state: 'requested', handover: { reason: 'confidence' } })
  expect(await waiting()).toEqual([conversation.id])
  // The coach goes on until somebody is there.
  expect(await ask(covered)).toMatchObject({ status: 'completed' })

  reply = Array.from({ length: 100_000 }, (_, index) => `palabra${index} `)
  await send(covered)
  await vi.waitFor(() =>
    expect(
      told(reader)
        .filter(({ type }) => type === 'message.delta')
        .at(-1),
    ).toMatchObject({ text: expect.stringContaining('palabra') }),
  )
  const accepted = await post(routes.handover.accept, owner)
  expect(await accepted.json()).toMatchObject({ state: 'person', handover: { person: 'Ana' } })
  expect((await history()).at(-1)).toMatchObject({ role: 'assistant', status: 'stopped', text: expect.stringContaining('palabra0') })
  await send('¿Hay alguien?')
  const body = { clientMessageId: 'r1', text: 'Soy Ana, dime.' }
  const first = await post(routes.messages.reply, owner, body)
  expect(first.status).toBe(201)
  expect(await (await post(routes.messages.reply, owner, body)).json()).toMatchObject({ duplicate: true })
  const answer = (await history()).findLast(({ role }) => role === 'assistant')
  const retry = await server.request(`/v1/conversations/${conversation.id}/messages/${answer?.id}/retry`, { method: 'POST', token })
  await expectRefusal(retry, 'CONFLICT_001')
  expect((await history()).slice(-2)).toMatchObject([
    { role: 'user', text: '¿Hay alguien?' },
    { role: 'member', status: 'sent', author: 'Ana', text: 'Soy Ana, dime.' },
  ])
  await expectRefusal(await post(routes.messages.reply, token, body), 'AUTH_003')

  expect(await (await post(routes.handover.release, owner)).json()).toMatchObject({ state: 'coach' })
  await expectRefusal(await post(routes.messages.reply, owner, { clientMessageId: 'r2', text: 'Adiós' }), 'CONFLICT_001')
  reply = 'Dura noventa minutos [1].'
  expect(await ask(covered)).toMatchObject({ status: 'completed', text: expect.stringContaining('noventa') })
  // What the person said is known to the model as said by the coach.
  const prompt = JSON.stringify(model.requests.findLast(({ path }) => path === '/api/chat')?.body.messages)
  expect(prompt).toContain('"role":"assistant","content":"Soy Ana, dime."')
  await vi.waitFor(() => expect(told(reader).filter(({ message }) => message?.role === 'member')).toHaveLength(1))
  const steps = ['handover.requested', 'handover.accepted', 'handover.released']
  expect(told(reader).flatMap(({ type }) => (type.startsWith('handover.') ? [type] : []))).toEqual(steps)
  expect(toldInbox().map(({ type }) => type)).toEqual(['handover.requested', 'handover.accepted', 'message.waiting', 'handover.released'])
  // What a visitor wrote is read with the right to read conversations.
  expect(JSON.stringify(toldInbox())).not.toContain('bicicletas')
  reader.socket.terminate()
  expect((await server.call(routes.messages.list, { token, params })).conversation).toMatchObject({ state: 'coach' })
})

test('a visitor asks for a person, in words or by the route; another visitor cannot, nor see it', async () => {
  await settings({ kind: 'assisted', keywords: ['Reembolso', 'hablar con una persona'] })
  reply = 'La primera sesión dura noventa minutos [1].'
  const first = await open()
  expect((await first.ask('Quiero HABLAR  con una persóna, por favor')).text).toMatch(/^He pedido que te atienda una persona\./)
  expect(await first.now()).toMatchObject({ state: 'requested', handover: { reason: 'keyword' } })
  const second = await open()
  expect(await (await second.post(routes.handover.request, second.token)).json()).toMatchObject({ state: 'requested', handover: { reason: 'visitor' } })
  expect((await second.post(routes.handover.request, second.token)).status).toBe(200)
  expect(second.toldInbox()).toHaveLength(1)
  await expectRefusal(await second.post(routes.handover.request, first.token), 'RESOURCE_001')
  await expectRefusal(await second.post(routes.handover.accept, second.token), 'AUTH_003')
  expect((await server.call(routes.conversations.list, { token: second.token })).items.map(({ id }) => id)).toEqual([second.conversation.id])
})

test.each([
  ['pt', 'Não aguento: quero morrer', /^Sinto muito .*Pedi que uma pessoa leia esta conversa\.$/],
  ['es', 'A veces pienso en quitarme la vida…', /^Siento mucho .*He pedido que una persona lea esta conversación\.$/],
  ['en, in words of the host', "I don't want to live", /^Please call the line of our town\.$/],
])('a cry for help in %s is answered with care, without the model, and a person is asked for also where only the coach answers', async (_, text, answer) => {
  await settings({ kind: 'ai' })
  const { ask, now, conversation, post, token } = await open()
  const before = model.requests.filter(({ path }) => path === '/api/chat').length
  expect(await ask(text)).toMatchObject({ status: 'completed', text: expect.stringMatching(answer), citations: [] })
  expect(model.requests.filter(({ path }) => path === '/api/chat')).toHaveLength(before)
  expect(await now()).toMatchObject({ kind: 'ai', state: 'requested', handover: { reason: 'crisis' } })
  expect(await waiting()).toContain(conversation.id)
  await expectRefusal(await post(routes.handover.request, token), 'CONFLICT_001')
})

test('about the subject it answers as about any other, and where only it answers it offers nobody', async () => {
  await settings({ kind: 'ai' })
  const { ask, now } = await open()
  expect((await ask('¿Qué libros hay sobre la prevención del suicidio?')).text).toBe('No lo sé: el material que tengo no trata esa pregunta.')
  await ask('Quiero hablar con una persona')
  expect(await now()).toMatchObject({ state: 'coach' })
})

test('where people answer nothing is written by the coach, and they are told of each message', async () => {
  await settings({ kind: 'direct' })
  const { send, history, conversation, toldInbox, post, now } = await open()
  expect(conversation).toMatchObject({ kind: 'direct', state: 'requested' })
  // A page knows before it begins one.
  expect(await server.call(routes.widget.config, { params: { creator: slug } })).toMatchObject({ direct: true })
  await send(covered)
  // Over a connection of its own: it may come after what was asked since.
  await vi.waitFor(() => expect(toldInbox()).toEqual([{ type: 'message.waiting', conversationId: conversation.id, offset: 1 }]))
  expect(await waiting()).toContain(conversation.id)
  await post(routes.handover.accept, owner)
  await post(routes.messages.reply, owner, { clientMessageId: 'r', text: 'Noventa minutos.' })
  await post(routes.handover.release, owner)
  expect((await history()).map(({ role, text }) => [role, text])).toEqual([
    ['user', covered],
    ['member', 'Noventa minutos.'],
  ])
  expect(await now()).toMatchObject({ state: 'requested', handover: { reason: 'direct' } })
})

test('settings are kept field by field, and only what fits is taken', async () => {
  const body = { kind: 'ai' as const, keywords: ['ayuda'], unknownAnswers: 0 }
  expect(await settings(body)).toEqual(body)
  expect(await settings({ unknownAnswers: 3 })).toEqual({ ...body, unknownAnswers: 3 })
  expect(await server.call(routes.handover.settings, { token: owner })).toEqual({ ...body, unknownAnswers: 3 })
  const put = (bad: object) =>
    server.request(routes.handover.settings.path, { method: 'PUT', token: owner, body: JSON.stringify(bad), headers: { 'content-type': 'application/json' } })
  for (const bad of [{ kind: 'robot' }, { keywords: ['a'] }, { unknownAnswers: 9 }, { other: 1 }]) await expectRefusal(await put(bad), 'VAL_001')
  const { items } = await server.call(routes.audit.list, { token: owner })
  expect(items.some(({ action }) => action === 'creator.handover_changed')).toBe(true)
})

test('a key follows the inbox by the right to conversations, and is told nothing that it may not read', async () => {
  const listenWith = async (...scopes: KeyScope[]) => {
    const { key } = await server.call(routes.apiKeys.create, { token: owner, body: { name: scopes.join(), scopes } })
    return listen(key, `creator:${creatorId}`)
  }
  const [ofPeople, ofDocuments] = [await listenWith('conversations:read'), await listenWith('knowledge:read')]
  const types = (client: FrameClient) => told(client).map(({ type }) => type)
  const add = async (name: string) => {
    const { status } = await server.upload(new File([`# ${name}\n\nUna frase de ${name}.\n`], `${name}.md`), { token: owner })
    expect(status).toBe(201)
    await vi.waitFor(() => expect(JSON.stringify(ofDocuments.frames)).toContain(`${name}.md`))
  }
  await add('antes')
  await settings({ kind: 'assisted' })
  const { post, params, token } = await open()
  expect((await post(routes.handover.request, token)).status).toBe(200)
  await vi.waitFor(() => expect(told(ofPeople).some(({ conversation }) => conversation?.id === params.conversationId)).toBe(true))
  await server.call(routes.websites.add, { token: owner, body: { address: 'http://nowhere.example/' } })
  await vi.waitFor(() => expect(types(ofDocuments)).toContain('website.reading'))
  await add('después')
  const isOfMaterial = (type: string) => /^(?:document|website)\./.test(type)
  expect(types(ofPeople).filter(isOfMaterial)).toEqual([])
  expect(types(ofDocuments).filter((type) => !isOfMaterial(type))).toEqual([])
  for (const client of [ofPeople, ofDocuments]) client.socket.terminate()
  const { key } = await server.call(routes.apiKeys.create, { token: owner, body: { name: 'usage', scopes: ['usage:read'] } })
  await expect(listen(key, `creator:${creatorId}`)).rejects.toThrow('subscribe')
})
