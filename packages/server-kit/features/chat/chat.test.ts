import { routes } from '@coachkit/contract'
import { AbstractChat, type ChatState, type ChatStatus, DefaultChatTransport, readUIMessageStream, type UIMessage } from 'ai'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ollama } from '../../adapters/language-model/ollama/index.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'
import { startOllamaServer } from '../../testing/model-servers/index.js'
import type { Fault } from '../../testing/model-servers/local-server.js'

const guide = '# Sesiones\n\n## Primera sesión\n\nPara preparar la primera sesión reserva media hora el día anterior.\n'
const words = Array.from({ length: 60 }, (_, index) => `palabra${index}`).join(' ')
const answerText = `Reserva media hora ${words} [1].`
const question = '¿Cómo preparo la primera sesión?'

let server: TestServer
let model: Awaited<ReturnType<typeof startOllamaServer>>
let fault: Fault | undefined
let reply = answerText

beforeAll(async () => {
  model = await startOllamaServer({ models: ['test'], reply: () => reply, delayMs: 5, fault: () => fault })
  server = await startTestServer({ languageModel: ollama({ url: model.url, model: 'test' }) })
  await server.ingest(new File([guide], 'guia.md', { type: 'text/markdown' }))
}, 60_000)
afterAll(async () => {
  await server.close()
  await model.close()
})

describe('the AI SDK’s transport', () => {
  it('reads an answer piece by piece, with its sources, and it is in the log', async () => {
    const { transport, token } = await visitor()
    const asked = userMessage('pregunta-1')
    const seen = await snapshotsOf(await send(transport, 'sesiones', asked))
    const last = seen.at(-1)
    expect(textOf(last)).toBe(answerText)
    expect(seen.filter((message) => textOf(message) !== '' && textOf(message) !== answerText).length).toBeGreaterThan(3)
    expect(last?.parts.filter(({ type }) => type.startsWith('source'))).toEqual([
      {
        type: 'source-document',
        sourceId: expect.any(String),
        mediaType: 'text/markdown',
        title: 'guia.md',
        filename: 'guia.md',
        providerMetadata: { coachkit: expect.objectContaining({ number: 1, documentName: 'guia.md', quote: expect.stringContaining('reserva media hora') }) },
      },
    ])
    expect(last?.metadata).toMatchObject({ status: 'completed', model: 'ollama:test', confidence: expect.any(Number) })

    const log = await logOf(token)
    expect(log.map(({ role, status, text }) => [role, status, text])).toEqual([
      ['user', 'sent', question],
      ['assistant', 'completed', answerText],
    ])
    expect(log[0]?.clientMessageId).toBe('pregunta-1')
    expect(last?.id).toBe(log[1]?.id)
  })

  it('asks once however often it is sent', async () => {
    const { transport, token } = await visitor()
    const asked = userMessage('otra vez') // Not a name of ours: it is kept under another.
    const [first, second] = await Promise.all(
      [send(transport, 'x', asked), send(transport, 'x', asked)].map(async (sent) => (await snapshotsOf(await sent)).at(-1)),
    )
    const calls = model.requests.length
    const third = (await snapshotsOf(await send(transport, 'x', asked))).at(-1)
    expect([textOf(first), textOf(second), textOf(third)]).toEqual([answerText, answerText, answerText])
    expect(new Set([first?.id, second?.id, third?.id]).size).toBe(1)
    expect(await logOf(token)).toHaveLength(2)
    expect(model.requests.length).toBe(calls)
  })

  it('resumes an answer that is being written, for any number of readers, from its beginning', async () => {
    const { transport, token } = await visitor()
    const first = await send(transport, 'mientras', userMessage('m'))
    const reader = first.getReader()
    for (let chunks = 0; chunks < 10; chunks += 1) await reader.read()
    // It leaves, and stops nothing.
    await reader.cancel()
    const resumed = await Promise.all([1, 2].map(() => transport.reconnectToStream({ chatId: 'mientras' })))
    for (const stream of resumed) {
      if (!stream) throw new Error('There was nothing to resume')
      expect(textOf((await snapshotsOf(stream)).at(-1))).toBe(answerText)
    }
    expect((await logOf(token)).at(-1)).toMatchObject({ status: 'completed', text: answerText })
    expect(await transport.reconnectToStream({ chatId: 'mientras' })).toBeNull()
    expect(await transport.reconnectToStream({ chatId: 'nunca' })).toBeNull()
  })

  it('stops: the model is called off, and what there is stays', async () => {
    const { transport, token } = await visitor()
    const aborted = model.abortedCount()
    const stream = await send(transport, 'basta', userMessage('m'))
    let last: UIMessage | undefined
    let stopping: Promise<Response> | undefined
    for await (const message of readUIMessageStream({ stream })) {
      last = message
      if (textOf(message).length > 100) stopping ??= server.request('/v1/chat/basta/stop', { method: 'POST', token })
    }
    expect((await stopping)?.status).toBe(204)
    const [, answer] = await logOf(token)
    expect(answer?.status).toBe('stopped')
    expect(answerText.startsWith(answer?.text ?? '-')).toBe(true)
    expect(textOf(last)).toBe(answer?.text)
    expect(last?.metadata).toMatchObject({ status: 'stopped' })
    await vi.waitFor(() => expect(model.abortedCount()).toBe(aborted + 1))
  })

  it('keeps of the text what the answer keeps, when a source is none', async () => {
    const { transport, token } = await visitor()
    reply = 'Reserva media hora [1] y llama a tu tía [7].'
    const last = (
      await snapshotsOf(await send(transport, 'citas', userMessage('m'))).finally(() => {
        reply = answerText
      })
    ).at(-1)
    const [, answer] = await logOf(token)
    expect(answer?.text).not.toContain('[7]')
    expect(textOf(last)).toBe(answer?.text)
  })

  it('finds another’s conversation no more than one that is not there', async () => {
    const [mine, other] = [await visitor(), await visitor()]
    await snapshotsOf(await send(other.transport, 'suya', userMessage('m')))
    const { items } = await server.call(routes.conversations.list, { token: other.token })
    const id = items[0]?.id ?? ''
    await expect(send(mine.transport, id, userMessage('m'))).rejects.toMatchObject({ statusCode: 404 })
    await expect(mine.transport.reconnectToStream({ chatId: id })).rejects.toMatchObject({ statusCode: 404 })
    expect((await server.request(`/v1/chat/${id}/stop`, { method: 'POST', token: mine.token })).status).toBe(404)
    // The same name is another conversation to another visitor; its id is the same one to its own.
    expect(await mine.transport.reconnectToStream({ chatId: 'suya' })).toBeNull()
    expect(textOf((await snapshotsOf(await send(other.transport, id, userMessage('m2')))).at(-1))).toBe(answerText)
    expect((await server.call(routes.conversations.list, { token: other.token })).items).toHaveLength(1)
    expect((await server.call(routes.conversations.list, { token: mine.token })).items).toHaveLength(0)
  })

  it.each([
    ['nothing', [{ type: 'text' as const, text: '  ' }], 'MESSAGE_001'],
    ['too much', [{ type: 'text' as const, text: 'a'.repeat(4001) }], 'MESSAGE_002'],
    ['a file', [{ type: 'file' as const, mediaType: 'image/png', url: 'data:image/png;base64,AA==' }], 'VAL_001'],
  ])('is refused %s', async (_, parts, code) => {
    const { transport, token } = await visitor()
    await expect(send(transport, 'mal', { id: 'm', role: 'user', parts })).rejects.toThrow(code)
    expect(await logOf(token)).toEqual([])
  })

  it('is told who has the conversation when the coach is silent', async () => {
    const { transport, token } = await visitor()
    await snapshotsOf(await send(transport, 'persona', userMessage('m1')))
    const [{ id: conversationId = '' } = {}] = (await server.call(routes.conversations.list, { token })).items
    await server.call(routes.handover.accept, { params: { conversationId }, token: server.key })
    const last = (await snapshotsOf(await send(transport, 'persona', userMessage('m2')))).at(-1)
    expect(last?.parts).toEqual([{ type: 'data-handover', data: { state: 'person' } }])
  })
})

describe('useChat', () => {
  it('talks on, writes an answer anew and asks in other words: all of it one log', async () => {
    const { transport, token } = await visitor()
    const chat = new Chat({ transport })
    await chat.sendMessage({ text: question })
    await chat.sendMessage({ text: '¿Y la segunda sesión, cómo la preparo?' })
    expect(chat.status).toBe('ready')
    expect(chat.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant'])

    const before = chat.messages.at(-1)?.id
    await chat.regenerate()
    expect(chat.messages).toHaveLength(4)
    expect(chat.messages.at(-1)?.id).not.toBe(before)

    for (const text of ['¿Cómo se prepara la primera sesión?', '¿Qué reservo para la primera sesión?']) {
      await chat.sendMessage({ text, messageId: chat.messages[2]?.id ?? '' })
      expect(chat.status, String(chat.error)).toBe('ready')
      expect((await logOf(token)).map(({ text: said }) => said)).toEqual([question, answerText, text, answerText])
    }
    expect(chat.messages.map(textOf)).toEqual((await logOf(token)).map(({ text }) => text))
    expect((await server.call(routes.conversations.list, { token })).items).toHaveLength(1)
  })

  it('shows why an answer failed, and asks again', async () => {
    const { transport, token } = await visitor()
    const chat = new Chat({ transport })
    fault = { status: 500 }
    await chat.sendMessage({ text: question })
    expect(chat.status).toBe('error')
    expect(chat.error?.message).toBe('El coach no puede responder ahora. Tu pregunta está guardada: inténtalo de nuevo.')
    expect(chat.messages.at(-1)?.parts.filter(({ type }) => type === 'data-error')).toEqual([
      { type: 'data-error', data: { code: 'AI_001', message: chat.error?.message, retryable: true } },
    ])
    fault = undefined
    await vi.waitFor(async () => {
      await chat.regenerate()
      expect(chat.status).toBe('ready')
    })
    expect(textOf(chat.messages.at(-1))).toBe(answerText)
    expect((await logOf(token)).map(({ status }) => status)).toEqual(['sent', 'completed'])
  })

  it('is back after a reload, in the middle of an answer', async () => {
    const { transport, token } = await visitor()
    const before = new Chat({ id: 'recarga', transport })
    const sending = before.sendMessage({ text: question })
    await vi.waitFor(() => expect(textOf(before.lastMessage).length).toBeGreaterThan(50))
    const read = async () => (await server.call(routes.chat.messages, { params: { chatId: 'recarga' }, token })).items as UIMessage[]
    const after = new Chat({ id: 'recarga', transport, messages: await read() })
    expect(after.messages.map(({ id, role }) => [id, role])).toEqual([[before.messages[0]?.id, 'user']])
    await after.resumeStream()
    expect(textOf(after.lastMessage)).toBe(answerText)
    await sending
    expect(after.lastMessage).toEqual(before.lastMessage)
    // Read later, it is the same message.
    const stored = (await read()).at(-1)
    expect([stored?.id, stored?.metadata, textOf(stored)]).toEqual([after.lastMessage?.id, after.lastMessage?.metadata, answerText])
    expect(stored?.parts.filter(({ type }) => type.startsWith('source'))).toEqual(after.lastMessage?.parts.filter(({ type }) => type.startsWith('source')))
  })
})

/** What `useChat` is made of, without React. */
class Chat extends AbstractChat<UIMessage> {
  constructor({ messages = [], ...init }: { transport: DefaultChatTransport<UIMessage>; id?: string; messages?: UIMessage[] }) {
    super({ ...init, state: new State(messages) })
  }
}
class State implements ChatState<UIMessage> {
  status: ChatStatus = 'ready'
  error: Error | undefined
  constructor(public messages: UIMessage[]) {}
  pushMessage = (message: UIMessage) => {
    this.messages = [...this.messages, message]
  }
  popMessage = () => {
    this.messages = this.messages.slice(0, -1)
  }
  replaceMessage = (index: number, message: UIMessage) => {
    this.messages = this.messages.with(index, message)
  }
  snapshot = <Value>(value: Value): Value => structuredClone(value)
}

async function visitor() {
  const { token } = await server.call(routes.sessions.create, { body: { creator: 'ana' } })
  const headers = { authorization: `Bearer ${token}`, 'accept-language': 'es' }
  return { token, transport: new DefaultChatTransport<UIMessage>({ api: `${server.url}/v1/chat`, headers }) }
}

function userMessage(id: string): UIMessage {
  return { id, role: 'user', parts: [{ type: 'text', text: question }] }
}

function send(transport: DefaultChatTransport<UIMessage>, chatId: string, message: UIMessage) {
  return transport.sendMessages({ chatId, messages: [message], trigger: 'submit-message', messageId: undefined, abortSignal: undefined })
}

async function snapshotsOf(stream: Awaited<ReturnType<typeof send>>): Promise<UIMessage[]> {
  const seen: UIMessage[] = []
  for await (const message of readUIMessageStream({ stream, terminateOnError: true })) seen.push(message)
  return seen
}

function textOf(message: UIMessage | undefined): string {
  return (message?.parts ?? []).map((part) => (part.type === 'text' ? part.text : '')).join('')
}

/** What the visitor's one conversation holds. */
async function logOf(token: string) {
  const [conversation] = (await server.call(routes.conversations.list, { token })).items
  return conversation ? (await server.call(routes.messages.list, { params: { conversationId: conversation.id }, token })).items : []
}
