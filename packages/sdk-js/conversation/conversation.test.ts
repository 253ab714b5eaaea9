import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { keptStore, startCoach } from '../__fixtures__/coach.js'
import { createCoachClient } from '../client.js'
import type { TransportName } from '../realtime/transports.js'
import type { ConversationHandle } from './conversation-handle.js'

const question = '¿Cómo preparo la primera sesión?'
let coach: Awaited<ReturnType<typeof startCoach>>
const opened: ConversationHandle[] = []

beforeAll(async () => {
  coach = await startCoach({ delayMs: 30 })
}, 120_000)
afterAll(async () => {
  for (const handle of opened) handle.close()
  await coach.close()
})

function open(options: { transports?: readonly TransportName[]; store?: ReturnType<typeof keptStore>; id?: string } = {}) {
  const { store = keptStore(), transports } = options
  const client = createCoachClient({ baseUrl: coach.baseUrl, creator: 'ana', sessionStore: store, ...(transports ? { transports } : {}) })
  const handle = client.conversation(options.id)
  opened.push(handle)
  return { client, handle, store, texts: () => handle.getSnapshot().messages.map(({ role, status }) => `${role} ${status}`) }
}
const settled = async (handle: ConversationHandle) => {
  for await (const _event of handle.send({ text: question }));
}

test('what the client says of where its visitor is goes with the message', async () => {
  const { client, handle } = open()
  client.setContext({ url: 'https://ana.example/tarifas' })
  await settled(handle)
  client.setContext()
  await settled(handle)
  const { conversationId = '' } = handle.getSnapshot()
  const { items } = await client.messages.list({ params: { conversationId } })
  expect(items.filter(({ role }) => role === 'user').map(({ context }) => context)).toEqual([{ url: 'https://ana.example/tarifas' }, undefined])
})

test('a conversation says where it came from as its client was told, and members find it by that', async () => {
  const client = createCoachClient({ baseUrl: coach.baseUrl, creator: 'ana', sessionStore: keptStore(), channel: 'whatsapp' })
  const handle = client.conversation()
  opened.push(handle)
  await settled(handle)
  const id = handle.getSnapshot().conversationId
  const member = createCoachClient({ baseUrl: coach.baseUrl, token: coach.key })
  expect((await member.conversations.list({ query: { channel: 'whatsapp' } })).items).toEqual([expect.objectContaining({ id, channel: 'whatsapp' })])
})

// Where there is no EventSource, as in Node, the last one is an HTTP stream too.
describe.each<TransportName>(['websocket', 'http-stream', 'sse'])('over %s', (transport) => {
  test('an answer is written out piece by piece, and its citation leads to the passage', async () => {
    const { client, handle } = open({ transports: [transport] })
    await client.conversations.create()
    await handle.open()
    await vi.waitFor(() => expect(handle.getSnapshot().connection).toBe('open'))
    const events: string[] = []
    for await (const event of handle.send({ text: question })) events.push(event.type)
    expect(events.slice(0, 2)).toEqual(['message.created', 'message.created'])
    expect(events.filter((type) => type === 'message.delta').length).toBeGreaterThan(1)
    expect(events.at(-1)).toBe('message.completed')
    const [citation] = handle.getSnapshot().messages.at(-1)?.citations ?? []
    expect(citation).toMatchObject({ number: 1, documentName: 'guia.md', headings: ['Sesiones', 'Primera sesión'] })
    const passage = await client.knowledge.passage({ params: { chunkId: citation?.chunkId ?? '' } })
    expect(passage.text).toContain(citation?.quote)
  })

  test('a connection cut in the middle of an answer comes back with nothing lost and nothing doubled', async () => {
    const { client, handle } = open({ transports: [transport] })
    await client.conversations.create()
    await handle.open()
    await vi.waitFor(() => expect(handle.getSnapshot().connection).toBe('open'))
    const pieces: string[] = []
    for await (const event of handle.send({ text: question })) {
      if (event.type !== 'message.delta') continue
      pieces.push(event.text)
      if (pieces.length === 2) coach.cut()
    }
    expect(handle.getSnapshot().messages.at(-1)).toMatchObject({ status: 'completed', text: expect.stringMatching(/^Reserva media hora .* cambie \[1\]\.$/) })
    expect(pieces.join('')).toBe(handle.getSnapshot().messages.at(-1)?.text)
  })
})

test('where a socket cannot open, the next transport is taken', async () => {
  coach.network.sockets = false
  const { handle } = open()
  await settled(handle)
  await vi.waitFor(() => expect(handle.getSnapshot().connection).toBe('open'))
  expect(handle.getSnapshot().messages.at(-1)?.status).toBe('completed')
  coach.network.sockets = true
})

test('a socket that worked and then cannot open any more gives way to the next transport', async () => {
  const { client, handle } = open()
  await client.conversations.create()
  await handle.open()
  await vi.waitFor(() => expect(handle.getSnapshot().connection).toBe('open'))
  coach.network.sockets = false
  coach.cut()
  await vi.waitFor(() => expect(handle.getSnapshot().connection).toBe('reconnecting'))
  await vi.waitFor(() => expect(handle.getSnapshot().connection).toBe('open'))
  await settled(handle)
  coach.network.sockets = true
})

test('the first message of a conversation is answered in whole, however late the connection is', async () => {
  const { handle } = open({ transports: ['http-stream'] })
  let text = ''
  for await (const event of handle.send({ text: question })) if (event.type === 'message.delta') text += event.text
  expect(text).toBe(handle.getSnapshot().messages.at(-1)?.text)
})

test('a message written while nothing is reachable survives a reload and is sent once', async () => {
  const store = keptStore()
  const first = open({ store })
  await first.client.session.ensure()
  coach.network.up = false
  first.handle.send({ text: question })
  await vi.waitFor(() => expect(first.handle.getSnapshot().error?.code).toBe('NETWORK'))
  first.handle.close()
  const again = open({ store })
  again.handle.open().catch(() => undefined)
  coach.network.up = true
  await vi.waitFor(() => expect(again.texts()).toEqual(['user sent', 'assistant completed']))
  expect(again.handle.getSnapshot().error).toBeUndefined()
})

test('two handles of one conversation both follow it', async () => {
  const { client, handle } = open()
  const { id } = await client.conversations.create()
  const other = client.conversation(id)
  opened.push(other)
  await Promise.all([handle.open(), other.open()])
  await settled(handle)
  await vi.waitFor(() => expect(other.getSnapshot().messages).toEqual(handle.getSnapshot().messages))
  handle.close()
  await settled(other)
  expect(other.getSnapshot().messages).toHaveLength(4)
})

test('a stored conversation of a session that ended gives way to a new one, with the message kept', async () => {
  const store = keptStore()
  const first = open({ store })
  await settled(first.handle)
  first.handle.close()
  store.set(`coachkit:${coach.baseUrl}:ana`, '')
  const { handle, texts } = open({ store })
  await settled(handle)
  expect(texts()).toEqual(['user sent', 'assistant completed'])
})

test('a message the server refuses keeps its text and can be sent again by hand', async () => {
  const { handle, texts } = open()
  const exchange = handle.send({ text: 'x'.repeat(5000) })
  await expect(
    (async () => {
      for await (const _event of exchange);
    })(),
  ).rejects.toMatchObject({ code: 'MESSAGE_002', details: { limit: 4000 } })
  expect(texts()).toEqual(['user unsent'])
  expect(handle.getSnapshot()).toMatchObject({ messages: [{ text: 'x'.repeat(5000) }], error: { code: 'MESSAGE_002' } })
})

test('older messages are read a page at a time', async () => {
  const { client, handle } = open()
  const { id } = await client.conversations.create()
  for (let number = 0; number < 30; number++) {
    await client.messages.send({ params: { conversationId: id }, body: { clientMessageId: `m${number}`, text: `Pregunta ${number}` } })
  }
  await handle.open()
  expect(handle.getSnapshot()).toMatchObject({ hasOlder: true, conversationId: id })
  expect(handle.getSnapshot().messages).toHaveLength(50)
  await handle.loadOlder()
  expect(handle.getSnapshot().hasOlder).toBe(false)
  expect(
    handle
      .getSnapshot()
      .messages.map(({ text, role }) => (role === 'user' ? text : ''))
      .filter(Boolean),
  ).toEqual(Array.from({ length: 30 }, (_, number) => `Pregunta ${number}`))
})

test('stopping keeps what was written so far', async () => {
  const { handle } = open()
  for await (const event of handle.send({ text: question })) if (event.type === 'message.delta') await handle.stop()
  expect(handle.getSnapshot().messages.at(-1)).toMatchObject({ status: 'stopped', text: expect.stringMatching(/^Reserva/) })
})

test('a person takes over, answers and hands back; nothing waits for the coach meanwhile, and the inbox is told', async () => {
  const { handle } = open()
  const member = createCoachClient({ baseUrl: coach.baseUrl, token: coach.key })
  const told: string[] = []
  let isOpen = false
  const stop = member.handover.watch({ onEvent: ({ type }) => told.push(type), onOpen: () => (isOpen = true) })
  await vi.waitFor(() => expect(isOpen).toBe(true))
  await settled(handle)
  expect(handle.getSnapshot().conversation).toMatchObject({ kind: 'ai', state: 'coach' })
  // Where only the coach answers, there is nobody to ask for.
  await expect(handle.requestPerson()).rejects.toMatchObject({ code: 'CONFLICT_001' })
  const params = { conversationId: handle.getSnapshot().conversationId ?? '' }
  await member.handover.accept({ params })
  await vi.waitFor(() => expect(handle.getSnapshot().conversation).toMatchObject({ state: 'person', handover: { person: 'Ana' } }))
  const events: string[] = []
  for await (const { type } of handle.send({ text: '¿Hay alguien?' })) events.push(type)
  expect(events).toEqual(['message.created'])
  expect(handle.getSnapshot().answering).toBe(false)
  await member.messages.reply({ params, body: { clientMessageId: 'r', text: 'Aquí estoy.' } })
  await vi.waitFor(() => expect(handle.getSnapshot().messages.at(-1)).toMatchObject({ role: 'member', author: 'Ana', text: 'Aquí estoy.' }))
  await member.handover.release({ params })
  await vi.waitFor(() => expect(handle.getSnapshot().conversation).toMatchObject({ state: 'coach' }))
  await settled(handle)
  expect(handle.getSnapshot().messages.at(-1)).toMatchObject({ role: 'assistant', status: 'completed' })
  expect(told).toEqual(['handover.accepted', 'message.waiting', 'handover.released'])
  stop()
})
