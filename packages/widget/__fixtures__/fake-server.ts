import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Citation, ConversationEvent, Message, WidgetConfig } from '@coachkit/contract'

/** What the server answers: pieces of text, streamed one by one as `next` is called, then the end. */
export interface ScriptedAnswer {
  pieces: string[]
  citations?: Citation[]
  status?: 'completed' | 'failed' | 'interrupted'
  errorCode?: string
}

const creatorId = randomUUID()
const conversationId = randomUUID()
const createdAt = '2026-01-01T09:00:00Z'

export type FakeServer = Awaited<ReturnType<typeof startFakeServer>>

/** A CoachKit server in small: the contract's routes and the HTTP-stream transport, with answers a test leads by hand. */
export async function startFakeServer(options: { cdn: string; config: WidgetConfig; page(path: string): string; csp?: string }) {
  let messages: Message[] = []
  let offset = 0
  let script: ScriptedAnswer[] = []
  let created = false
  let connectable = true
  let refusal: string | undefined
  const streams = new Set<ServerResponse>()
  const requests: string[] = []
  const languages = new Set<string>()
  const identities: (string | undefined)[] = []

  const publish = (event: ConversationEvent, durable = true) => {
    if (durable) offset++
    const pub = durable ? { offset, data: event } : { data: event }
    for (const stream of streams) stream.write(`${JSON.stringify({ push: { channel: `conversation:${conversationId}`, pub } })}\n`)
  }
  const store = (message: Message) => {
    messages = [...messages.filter((each) => each.id !== message.id), message]
  }
  const newMessage = (change: Pick<Message, 'role' | 'status' | 'text'> & Partial<Message>): Message => ({
    id: randomUUID(),
    conversationId,
    offset: offset + 1,
    citations: [],
    createdAt,
    ...change,
  })
  let answering: { message: Message; answer: ScriptedAnswer; at: number } | undefined

  const begin = (question: Message) => {
    const answer = script.shift()
    if (!answer) return
    const message = newMessage({ role: 'assistant', status: 'pending', text: '', replyTo: question.id })
    store(message)
    publish({ type: 'message.created', message })
    answering = { message, answer, at: 0 }
  }
  const end = (status: Message['status']) => {
    if (!answering) return
    const { message, answer } = answering
    answering = undefined
    const { errorCode } = answer
    const ended: Message = { ...message, status, citations: status === 'completed' ? (answer.citations ?? []) : [], ...(errorCode ? { errorCode } : {}) }
    store(ended)
    publish(status === 'failed' ? { type: 'message.failed', message: ended } : { type: 'message.completed', message: ended })
  }

  /** A page of history; its cursor is how many newer messages to leave out. */
  const page = (query: URLSearchParams) => {
    const end = messages.length - Number(query.get('cursor') ?? 0)
    const start = Math.max(0, end - Number(query.get('limit')))
    return { items: messages.slice(start, end), offset, ...(start > 0 ? { nextCursor: String(messages.length - start) } : {}) }
  }

  const routes: Record<string, (body: unknown, query: URLSearchParams) => unknown> = {
    [`GET /coach/v1/widgets/${options.config.creator}/config`]: () => options.config,
    'POST /coach/v1/channels/sessions': (body) => {
      identities.push((body as { identityToken?: string }).identityToken)
      return newSession()
    },
    'GET /coach/v1/channels/sessions/current': () => ({ session: { id: randomUUID(), creatorId, expiresAt: createdAt }, config: options.config }),
    'POST /coach/v1/realtime/tickets': () => ({ ticket: 'ckt_fake', expiresAt: createdAt, creatorId }),
    'GET /coach/v1/conversations': () => ({ items: created ? [conversation()] : [] }),
    'POST /coach/v1/conversations': () => {
      created = true
      return conversation()
    },
    [`GET /coach/v1/conversations/${conversationId}/messages`]: (_, query) => page(query),
    [`POST /coach/v1/conversations/${conversationId}/messages`]: (body) => {
      if (refusal) return { error: { code: 'MESSAGE_REFUSED', message: refusal } }
      const { text, clientMessageId } = body as { text: string; clientMessageId: string }
      const message = newMessage({ role: 'user', status: 'sent', text, clientMessageId })
      store(message)
      publish({ type: 'message.created', message })
      begin(message)
      return { message, duplicate: false }
    },
    'POST /coach/v1/realtime/emulation': (body) => {
      for (const line of (body as { data: string }).data.split('\n')) command(JSON.parse(line))
      return {}
    },
  }
  const newSession = () => ({ session: { id: randomUUID(), creatorId, expiresAt: createdAt }, token: 'cks_fake', config: options.config })
  const conversation = () => ({ id: conversationId, offset, epoch: 'e1', title: messages[0]?.text, createdAt, updatedAt: createdAt })
  const command = (frame: { id?: number; subscribe?: unknown }) => {
    if (!frame.subscribe) return
    const data = { streams: answering ? [{ messageId: answering.message.id, index: 0, text: answering.message.text }] : [] }
    const reply = { id: frame.id, subscribe: { recoverable: true, positioned: true, epoch: 'e1', offset, data } }
    for (const stream of streams) stream.write(`${JSON.stringify(reply)}\n`)
  }

  const server = createServer((request, response) => {
    void answer(request, response)
  })
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    note(request, path)
    const body = await read(request)
    if (path === '/coach/v1/realtime/http-stream') return stream(response, body)
    if (/^\/coach\/[\w.-]+\.js$/.test(path)) return file(response, path.slice('/coach/'.length))
    if (path.startsWith('/coach/')) return json(response, actOf(request.method, path)?.(body ? JSON.parse(body) : undefined, searchParams))
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...(options.csp ? { 'content-security-policy': options.csp } : {}) })
      .end(options.page(path))
  }
  const note = ({ method, headers }: IncomingMessage, path: string) => {
    requests.push(`${method} ${path}`)
    if (method === 'POST' && headers['accept-language']) languages.add(headers['accept-language'])
  }
  const actOf = (method: string | undefined, path: string) => {
    if (path.endsWith('/stop')) return stop
    return path.endsWith('/retry') ? () => retry(path) : routes[`${method} ${path}`]
  }
  const json = (response: ServerResponse, result: unknown) => {
    const body = result ?? { error: { code: 'CREATOR_001', message: 'There is no such coach.' } }
    const status = typeof result === 'object' && result !== null && 'error' in result ? 422 : 200
    response.writeHead(result === undefined ? 404 : status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const stop = () => {
    end('stopped')
    return {}
  }
  const retry = (path: string) => {
    const id = path.split('/').at(-2)
    const message = messages.find((each) => each.id === id)
    const answerNow = script.shift()
    if (!message || !answerNow) return {}
    const again: Message = { ...message, status: 'pending', text: '', citations: [] }
    store(again)
    publish({ type: 'message.created', message: again })
    answering = { message: again, answer: answerNow, at: 0 }
    return again
  }
  const stream = (response: ServerResponse, body: string) => {
    if (!connectable) return void response.writeHead(503).end()
    response.writeHead(200, { 'content-type': 'application/octet-stream' })
    response.write(`${JSON.stringify({ id: JSON.parse(body).id, connect: { client: 'c', version: '1', ping: 25, pong: true, session: 's', node: 'n' } })}\n`)
    streams.add(response)
    response.on('close', () => streams.delete(response))
  }
  const file = async (response: ServerResponse, name: string) => {
    const bytes = await readFile(join(options.cdn, name))
    response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(bytes)
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    /** The languages in which the client asked for answers. */
    languages,
    /** The identity tokens that sessions were begun with. */
    identities,
    /** What the next questions are answered with. */
    script(answers: ScriptedAnswer[]): void {
      script = answers
    },
    /** Streams the next pieces of the answer being written. */
    next(count = 1): void {
      for (let piece = 0; piece < count && answering; piece++) {
        const text = answering.answer.pieces[answering.at++] ?? ''
        publish({ type: 'message.delta', messageId: answering.message.id, index: answering.message.text.length, text }, false)
        answering.message = { ...answering.message, text: answering.message.text + text }
      }
    },
    /** Streams what is left and ends the answer. */
    finish(): void {
      if (!answering) return
      this.next(answering.answer.pieces.length - answering.at)
      end(answering.answer.status ?? 'completed')
    },
    /** As if these had been said before. */
    remember(texts: string[]): void {
      created = true
      for (const text of texts) {
        store(newMessage({ role: 'user', status: 'sent', text }))
        offset++
      }
    },
    isAnswering: () => answering !== undefined,
    /** Takes no message, for this reason; none takes them again. */
    refuse(reason: string | undefined): void {
      refusal = reason
    },
    /** Cuts every stream and takes no new one until `connect`. */
    disconnect(): void {
      connectable = false
      for (const each of streams) each.destroy()
    },
    connect(): void {
      connectable = true
    },
    reset(): void {
      connectable = true
      refusal = undefined
      messages = []
      created = false
      offset = 0
      answering = undefined
      requests.length = 0
      languages.clear()
      identities.length = 0
    },
    async close(): Promise<void> {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
