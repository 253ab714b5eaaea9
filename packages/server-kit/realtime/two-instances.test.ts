import { routes } from '@coachkit/contract'
import { DefaultChatTransport, readUIMessageStream, type UIMessage } from 'ai'
import { Centrifuge } from 'centrifuge'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { ollama } from '../adapters/language-model/ollama/index.js'
import type { TestServer, Visitor } from '../testing/__fixtures__/test-server.js'
import { startTwoInstances, type TwoInstances } from '../testing/__fixtures__/two-instances.js'
import { startOllamaServer } from '../testing/model-servers/index.js'
import { type Frame, type FrameClient, openFrameClient } from './__fixtures__/frame-client.js'

const words = Array.from({ length: 120 }, (_, index) => `palabra${index}`).join(' ')
const answerText = `${words} [1].`
let two: TwoInstances
let model: Awaited<ReturnType<typeof startOllamaServer>>
let instances: readonly TestServer[]
let visitor: Visitor
const clients: FrameClient[] = []

beforeAll(async () => {
  model = await startOllamaServer({ models: ['test'], reply: () => answerText, delayMs: 15 })
  two = await startTwoInstances({ languageModel: () => ollama({ url: model.url, model: 'test' }) })
  instances = two.instances
  const guide = '# Sesiones\n\n## Primera sesión\n\nPara preparar la primera sesión reserva media hora el día anterior.\n'
  await instances[0]?.ingest(new File([guide], 'guia.md', { type: 'text/markdown' }))
  visitor = (await instances[0]?.visitor()) ?? { token: '', conversationId: '' }
}, 60_000)

afterAll(async () => {
  for (const { socket } of clients) socket.terminate()
  await two.close()
  await model.close()
})

const patience = { timeout: 20_000, interval: 5 }

test('readers on both instances, early, late and back again, see the whole answer once', async () => {
  const early = await readers()
  await ask('first')
  await vi.waitFor(() => expect(early.every((client) => textOf(client).length > 100)).toBe(true), patience)
  const late = await readers()
  await vi.waitFor(() => expect(late.every((client) => textOf(client).length > 200)).toBe(true), patience)
  const latest = await readers()
  for (const client of [...early, ...late, ...latest]) {
    await vi.waitFor(() => expect(offsets(client)).toContain(3), patience)
    expect(answerText.startsWith(textOf(client))).toBe(true)
    expect(textOf(client).length).toBeGreaterThan(200)
  }
  for (const client of early) expect(offsets(client)).toEqual([1, 2, 3])
})

test('who reads and who writes is known on both instances, and who left is gone from both', async () => {
  const channel = `conversation:${visitor.conversationId}`
  const [here, there] = (await readers()) as [FrameClient, FrameClient]
  const member = await reader(1, instances[0]?.key ?? '')
  const present = async (client: FrameClient, id: number) => {
    client.send({ id, presence: { channel } })
    return Object.keys(((await client.reply(id)) as { presence?: { presence: object } }).presence?.presence ?? {}).map((each) => each.split(':')[0])
  }
  let id = 100
  // Of four connections on two instances: two participants.
  await vi.waitFor(async () => expect((await present(here, ++id)).sort()).toEqual(['key', 'visitor']), patience)
  expect((await present(there, ++id)).sort()).toEqual(['key', 'visitor'])
  here.send({ id: 50, rpc: { method: 'participants.typing', data: { params: { conversationId: visitor.conversationId }, body: { isTyping: true } } } })
  await vi.waitFor(() => expect(member.frames.map(({ push }) => push?.pub?.data.type)).toContain('typing'), patience)
  member.socket.terminate()
  await vi.waitFor(async () => expect(await present(here, ++id)).toEqual(['visitor']), patience)
})

test('the way between them breaks in the middle of it all: nothing is lost', async () => {
  const both = await readers()
  const start = both.map((client) => offsets(client).length)
  expect(start).toEqual([0, 0])
  await ask('second')
  await vi.waitFor(() => expect(both.every((client) => textOf(client).length > 100)).toBe(true), patience)
  await breakTheWay()
  for (const client of both) {
    await vi.waitFor(() => expect(offsets(client)).toEqual([4, 5, 6]), patience)
    expect(answerText.startsWith(textOf(client))).toBe(true)
  }
})

test('the way between them breaks: a member who follows the notices of the other instance subscribes anew and hears the next', async () => {
  const [here, there] = instances as readonly [TestServer, TestServer]
  const client = new Centrifuge(`${there.url.replace('http', 'ws')}/v1/realtime/ws`, {
    websocket: WebSocket,
    getToken: async () => (await there.call(routes.realtime.ticket, { token: here.key })).ticket,
  })
  const notices = client.newSubscription(`creator:${here.creatorId}`)
  let subscribed = 0
  const heard: string[] = []
  notices.on('subscribed', () => {
    subscribed += 1
  })
  notices.on('publication', ({ data }) => void heard.push(data.type))
  notices.subscribe()
  client.connect()
  await vi.waitFor(() => expect(subscribed).toBeGreaterThan(0), patience)
  const before = subscribed
  await breakTheWay()
  await vi.waitFor(() => expect(subscribed).toBeGreaterThan(before), patience)
  await here.ingest(new File(['# Otra\n\nLa segunda sesión dura una hora.\n'], 'otra.md', { type: 'text/markdown' }))
  await vi.waitFor(() => expect(heard).toContain('document.ready'), patience)
  client.disconnect()
})

test('an answer stopped on the other instance keeps what was written, and the model is called off', async () => {
  const both = await readers()
  await ask('third')
  await vi.waitFor(() => expect(both.every((client) => textOf(client).length > 100)).toBe(true), patience)
  const { token, conversationId } = visitor
  const items = async (of: number) => (await instances[of]?.call(routes.messages.list, { params: { conversationId }, token }))?.items ?? []
  const messageId = (await items(1)).at(-1)?.id ?? ''
  const stopped = await instances[1]?.call(routes.messages.stop, { params: { conversationId, messageId }, token })
  expect(stopped).toMatchObject({ id: messageId, status: 'stopped' })
  expect(stopped?.text.length).toBeGreaterThan(100)
  expect(answerText.startsWith(stopped?.text ?? '-')).toBe(true)
  expect((await items(0)).at(-1)).toEqual(stopped)
  for (const client of both) await vi.waitFor(() => expect(offsets(client)).toEqual([7, 8, 9]), patience)
  await vi.waitFor(() => expect(model.abortedCount()).toBe(1), patience)
})

test('the AI SDK asks one instance and is back on the other, in the middle of the answer', async () => {
  const headers = { authorization: `Bearer ${visitor.token}` }
  const [here, there] = instances.map(({ url }) => new DefaultChatTransport<UIMessage>({ api: `${url}/v1/chat`, headers }))
  const message: UIMessage = { id: 'fourth', role: 'user', parts: [{ type: 'text', text: '¿Cómo preparo la primera sesión?' }] }
  const chatId = visitor.conversationId
  const asked = await here?.sendMessages({ chatId, messages: [message], trigger: 'submit-message', messageId: undefined, abortSignal: undefined })
  const reader = asked?.getReader()
  for (let chunks = 0; chunks < 10; chunks += 1) await reader?.read()
  await reader?.cancel()
  const resumed = await there?.reconnectToStream({ chatId })
  if (!resumed) throw new Error('There was nothing to resume')
  let last: UIMessage | undefined
  for await (const snapshot of readUIMessageStream({ stream: resumed, terminateOnError: true })) last = snapshot
  expect(last?.parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))).toEqual([answerText])
})

async function breakTheWay(): Promise<void> {
  await two.database.execute(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'coachkit-bus' and pid <> pg_backend_pid()`,
  )
}

async function ask(clientMessageId: string): Promise<void> {
  const { token, conversationId } = visitor
  const body = { clientMessageId, text: '¿Cómo preparo la primera sesión?' }
  await instances[0]?.call(routes.messages.send, { params: { conversationId }, body, token })
}

/** One on each instance. */
function readers(): Promise<FrameClient[]> {
  return Promise.all(instances.map((_, at) => reader(at, visitor.token)))
}

async function reader(at: number, token: string): Promise<FrameClient> {
  const instance = instances[at] as TestServer
  const { ticket } = await instance.call(routes.realtime.ticket, { token })
  const client = await openFrameClient(`${instance.url.replace('http', 'ws')}/v1/realtime/ws`)
  clients.push(client)
  client.send({ id: 1, connect: { token: ticket } }, { id: 2, subscribe: { channel: `conversation:${visitor.conversationId}` } })
  await client.reply(2)
  return client
}

type Data = { type: string; index: number; text: string }

/** What a reader knows of the answer being written. Fails when a piece does not continue it. */
function textOf({ frames }: FrameClient): string {
  const [stream] = frames.flatMap((frame: Frame & { subscribe?: { data?: { streams: Data[] } } }) => frame.subscribe?.data?.streams ?? [])
  let text = stream?.text ?? ''
  for (const { push } of frames) {
    const data = push?.pub?.data as Data | undefined
    if (data?.type !== 'message.delta') continue
    expect(data.index).toBe(text.length)
    text += data.text
  }
  return text
}

function offsets({ frames }: FrameClient): (number | undefined)[] {
  return frames.flatMap(({ push }) => (push?.pub?.offset === undefined ? [] : [push.pub.offset]))
}
