import type { Citation, ConversationEvent, Message, WidgetConfig } from '@coachkit/contract'

/** What the coach answers: pieces of text, streamed one by one as `next` is called, then the end. */
export interface ScriptedAnswer {
  pieces: string[]
  citations?: Citation[]
  status?: 'completed' | 'failed' | 'interrupted'
  errorCode?: string
}

/** Where a CoachKit server is said to be mounted. */
export const mountedAt = '/coach'
const createdAt = '2026-01-01T09:00:00Z'

export type ScriptedCoach = ReturnType<typeof createScriptedCoach>

/** A CoachKit server in small: the contract's routes and the HTTP-stream transport over the web's `Request` and `Response`, with answers a test leads by hand. */
export function createScriptedCoach(config: WidgetConfig) {
  const creatorId = crypto.randomUUID()
  const conversationId = crypto.randomUUID()
  let messages: Message[] = []
  let offset = 0
  let script: ScriptedAnswer[] = []
  let created = false
  let connectable = true
  let refusal: Refusal | undefined
  let held: Promise<void> | undefined
  const streams = new Set<Stream>()
  const languages = new Set<string>()
  const identities: (string | undefined)[] = []

  const publish = (event: ConversationEvent, durable = true) => {
    if (durable) offset++
    const pub = durable ? { offset, data: event } : { data: event }
    for (const stream of streams) stream.write({ push: { channel: `conversation:${conversationId}`, pub } })
  }
  const store = (message: Message) => {
    messages = [...messages.filter((each) => each.id !== message.id), message]
  }
  const newMessage = (change: Pick<Message, 'role' | 'status' | 'text'> & Partial<Message>): Message => ({
    id: crypto.randomUUID(),
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
  const next = (count = 1) => {
    for (let piece = 0; piece < count && answering; piece++) {
      const text = answering.answer.pieces[answering.at++] ?? ''
      publish({ type: 'message.delta', messageId: answering.message.id, index: answering.message.text.length, text }, false)
      answering.message = { ...answering.message, text: answering.message.text + text }
    }
  }

  /** A page of history; its cursor is how many newer messages to leave out. */
  const page = (query: URLSearchParams) => {
    const end = messages.length - Number(query.get('cursor') ?? 0)
    const start = Math.max(0, end - Number(query.get('limit')))
    return { items: messages.slice(start, end), offset, ...(start > 0 ? { nextCursor: String(messages.length - start) } : {}) }
  }
  const newSession = () => ({ session: { id: crypto.randomUUID(), creatorId, expiresAt: createdAt }, token: 'cks_fake', config })
  const conversation = () => ({ id: conversationId, offset, epoch: 'e1', title: messages[0]?.text, createdAt, updatedAt: createdAt })
  const command = (frame: { id?: number; subscribe?: unknown }) => {
    if (!frame.subscribe) return
    const data = { streams: answering ? [{ messageId: answering.message.id, index: 0, text: answering.message.text }] : [] }
    for (const stream of streams) stream.write({ id: frame.id, subscribe: { recoverable: true, positioned: true, epoch: 'e1', offset, data } })
  }
  const retry = (id: string | undefined) => {
    const message = messages.find((each) => each.id === id)
    const answer = script.shift()
    if (!message || !answer) return {}
    const again: Message = { ...message, status: 'pending', text: '', citations: [] }
    store(again)
    publish({ type: 'message.created', message: again })
    answering = { message: again, answer, at: 0 }
    return again
  }

  const routes: Record<string, (body: unknown, query: URLSearchParams) => unknown> = {
    [`GET /v1/widgets/${config.creator}/config`]: () => config,
    'POST /v1/channels/sessions': (body) => {
      identities.push((body as { identityToken?: string }).identityToken)
      return newSession()
    },
    'GET /v1/channels/sessions/current': () => ({ session: { id: crypto.randomUUID(), creatorId, expiresAt: createdAt }, config }),
    'POST /v1/realtime/tickets': () => ({ ticket: 'ckt_fake', expiresAt: createdAt, creatorId }),
    'GET /v1/conversations': () => ({ items: created ? [conversation()] : [] }),
    'POST /v1/conversations': () => {
      created = true
      return conversation()
    },
    [`GET /v1/conversations/${conversationId}/messages`]: (_, query) => page(query),
    [`POST /v1/conversations/${conversationId}/messages`]: (body) => {
      const { text, clientMessageId } = body as { text: string; clientMessageId: string }
      const message = newMessage({ role: 'user', status: 'sent', text, clientMessageId })
      store(message)
      publish({ type: 'message.created', message })
      begin(message)
      return { message, duplicate: false }
    },
    'POST /v1/realtime/emulation': (body) => {
      for (const line of (body as { data: string }).data.split('\n')) command(JSON.parse(line))
      return {}
    },
  }
  const connect = (body: unknown) => (connectable ? streamOf({ streams, id: (body as { id: number }).id }) : new Response(null, { status: 503 }))
  const stop = () => {
    end('stopped')
    return {}
  }
  const actOf = (method: string, path: string) => {
    if (path.endsWith('/stop')) return stop
    return path.endsWith('/retry') ? () => retry(path.split('/').at(-2)) : routes[`${method} ${path}`]
  }

  return {
    /** Answers what is asked below the mount path. */
    async answer(request: Request): Promise<Response> {
      const { pathname, searchParams } = new URL(request.url)
      const path = pathname.slice(pathname.indexOf('/v1/'))
      const body = await bodyOf(request)
      const writes = request.method === 'POST'
      const language = request.headers.get('accept-language')
      if (writes && language) languages.add(language)
      if (path === '/v1/realtime/http-stream') return connect(body)
      if (path.endsWith('/messages')) {
        await held
        if (refusal && writes) return refused(refusal)
      }
      const act = actOf(request.method, path)
      return act ? Response.json(act(body, searchParams)) : refused({ status: 404, code: 'CREATOR_001', message: 'There is no such coach.' })
    },
    /** The languages in which the client asked for answers. */
    languages,
    /** The identity tokens that sessions were begun with. */
    identities,
    /** What the next questions are answered with. */
    script(answers: ScriptedAnswer[]): void {
      script = answers
    },
    /** Streams the next pieces of the answer being written. */
    next,
    /** Streams what is left and ends the answer. */
    finish(): void {
      if (!answering) return
      next(answering.answer.pieces.length - answering.at)
      end(answering.answer.status ?? 'completed')
    },
    /** As if these had been said before: questions, or questions with their answers. */
    remember(said: (string | { question: string; answer: ScriptedAnswer })[]): void {
      created = true
      for (const each of said) {
        const { question, answer } = typeof each === 'string' ? { question: each, answer: undefined } : each
        store(newMessage({ role: 'user', status: 'sent', text: question }))
        offset++
        if (!answer) continue
        const { pieces, citations = [], status = 'completed', errorCode } = answer
        store(newMessage({ role: 'assistant', status, text: pieces.join(''), citations, ...(errorCode ? { errorCode } : {}) }))
        offset++
      }
    },
    isAnswering: () => answering !== undefined,
    /** Takes no message, for this reason; none takes them again. */
    refuse(reason: (Partial<Refusal> & { message: string }) | undefined): void {
      refusal = reason && { status: 422, code: 'MESSAGE_REFUSED', ...reason }
    },
    /** Keeps what is asked about messages waiting until this has come. */
    hold(until: Promise<void> | undefined): void {
      held = until
    },
    /** Cuts every stream and takes no new one until `connect`. */
    disconnect(): void {
      connectable = false
      for (const each of streams) each.cut()
    },
    connect(): void {
      connectable = true
    },
    reset(): void {
      connectable = true
      refusal = undefined
      held = undefined
      messages = []
      created = false
      offset = 0
      answering = undefined
      languages.clear()
      identities.length = 0
    },
  }
}

export interface Refusal {
  status: number
  code: string
  message: string
  retryAfterMs?: number
}

function refused({ status, ...error }: Refusal): Response {
  return Response.json({ error }, { status })
}

async function bodyOf(request: Request): Promise<unknown> {
  const text = await request.text()
  return text ? JSON.parse(text) : undefined
}

interface Stream {
  write(frame: unknown): void
  cut(): void
}

/** One open connection, whose frames are lines. */
function streamOf({ streams, id }: { streams: Set<Stream>; id: number }): Response {
  let stream: Stream | undefined
  const lines = new ReadableStream<Uint8Array>({
    start(controller) {
      const encoder = new TextEncoder()
      const own: Stream = {
        write: (frame) => controller.enqueue(encoder.encode(`${JSON.stringify(frame)}\n`)),
        cut() {
          streams.delete(own)
          controller.error(new Error('Cut'))
        },
      }
      own.write({ id, connect: { client: 'c', version: '1', ping: 25, pong: true, session: 's', node: 'n' } })
      streams.add(own)
      stream = own
    },
    cancel() {
      if (stream) streams.delete(stream)
    },
  })
  return new Response(lines, { headers: { 'content-type': 'application/octet-stream' } })
}
