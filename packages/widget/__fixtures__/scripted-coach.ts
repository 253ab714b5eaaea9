import type { Citation, Conversation, ConversationEvent, Feedback, Message, Receipt, WidgetConfig } from '@coachkit/contract'
import { createScriptedFiles } from './scripted-files.js'
import { type Stream, streamOf } from './scripted-stream.js'

/** What the coach answers: pieces of text, streamed one by one as `next` is called, then the end. */
export interface ScriptedAnswer {
  pieces: string[]
  citations?: Citation[]
  status?: 'completed' | 'failed' | 'interrupted'
  errorCode?: string
  /** 0 to 1. */
  confidence?: number
}

/** Where a CoachKit server is said to be mounted. */
export const mountedAt = '/coach'
const createdAt = '2026-01-01T09:00:00Z'

export type ScriptedCoach = ReturnType<typeof createScriptedCoach>

/** A CoachKit server in small: the contract's routes and the HTTP-stream transport over the web's `Request` and `Response`, with answers a test leads by hand. */
export function createScriptedCoach(config: WidgetConfig) {
  const creatorId = crypto.randomUUID()
  let conversationId = crypto.randomUUID()
  let messages: Message[] = []
  let offset = 0
  let script: ScriptedAnswer[] = []
  let created = false
  let connectable = true
  let refusal: Refusal | undefined
  let held: Promise<void> | undefined
  /** Who answers there, and who has it. */
  let hands: Pick<Conversation, 'kind' | 'state' | 'handover'> = { kind: 'ai', state: 'coach' }
  let channel = ''
  const present = new Set<string>(['visitor'])
  let followed = false
  const receipts = new Map<string, Receipt>()
  const files = createScriptedFiles()
  const streams = new Set<Stream>()
  const languages = new Set<string>()
  const identities: (string | undefined)[] = []
  const contexts: unknown[] = []
  const forms: unknown[] = []
  let formVersion: string | undefined

  const publish = (event: ConversationEvent, durable = true) => {
    if (durable) offset++
    const pub = durable ? { offset, data: event } : { data: event }
    for (const stream of streams) stream.write({ push: { channel: `conversation:${conversationId}`, pub } })
  }
  const store = (message: Message) => {
    messages = [...messages.filter((each) => each.id !== message.id), message]
  }
  const supersede = ({ id, supersedes = [] }: Message) => {
    messages = messages.map((each) => (supersedes.includes(each.id) ? { ...each, supersededBy: id } : each))
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

  const begin = (questionId: string, supersedes?: string[]) => {
    const answer = script.shift()
    if (!answer || hands.state === 'person' || hands.kind === 'direct') return
    const message = newMessage({ role: 'assistant', status: 'pending', text: '', replyTo: questionId, ...(supersedes ? { supersedes } : {}) })
    supersede(message)
    store(message)
    publish({ type: 'message.created', message })
    answering = { message, answer, at: 0 }
  }
  const end = (status: Message['status']) => {
    if (!answering) return
    const { message, answer } = answering
    answering = undefined
    const { errorCode, confidence } = answer
    const known = { ...(errorCode ? { errorCode } : {}), ...(confidence === undefined ? {} : { confidence }) }
    const ended: Message = { ...message, status, citations: status === 'completed' ? (answer.citations ?? []) : [], ...known }
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
    const shown = messages.filter(({ supersededBy }) => query.get('superseded') || !supersededBy)
    const end = shown.length - Number(query.get('cursor') ?? 0)
    const start = Math.max(0, end - Number(query.get('limit')))
    return { items: shown.slice(start, end), offset, conversation: conversation(), ...(start > 0 ? { nextCursor: String(shown.length - start) } : {}) }
  }
  const shownConfig = (): WidgetConfig => ({ ...config, ...(hands.kind === 'direct' ? { direct: true } : {}) })
  const newSession = () => ({ session: { id: crypto.randomUUID(), creatorId, expiresAt: createdAt }, token: 'cks_fake', config: shownConfig() })
  const conversation = (): Conversation => ({
    id: conversationId,
    channel,
    ...hands,
    offset,
    epoch: 'e1',
    title: messages[0]?.text,
    createdAt,
    updatedAt: createdAt,
  })
  const command = (frame: { id?: number; subscribe?: unknown }) => {
    if (!frame.subscribe) return
    followed = true
    const growing = answering ? [{ messageId: answering.message.id, index: 0, text: answering.message.text }] : []
    const data = { streams: growing, receipts: [...receipts.values()], present: [...present] }
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

  const regenerate = (id: string | undefined) => {
    const old = messages.find((each) => each.id === id)
    if (old) begin(old.replyTo ?? '', [old.id])
    return answering?.message ?? {}
  }
  const edit = (id: string | undefined, body: unknown) => {
    const { text, clientMessageId } = body as { text: string; clientMessageId: string }
    const replaced = messages.filter((each) => (each.id === id || each.replyTo === id) && !each.supersededBy).map((each) => each.id)
    const message = newMessage({ role: 'user', status: 'sent', text, clientMessageId, supersedes: replaced })
    supersede(message)
    store(message)
    publish({ type: 'message.created', message })
    begin(message.id)
    return { message, duplicate: false }
  }
  const rate = (method: string, id: string | undefined, body: unknown) => {
    const message = messages.find((each) => each.id === id)
    if (!message) return refused({ status: 404, code: 'RESOURCE_001', message: 'There is no such answer.' })
    const { feedback: _, ...plain } = message
    store(method === 'PUT' ? { ...plain, feedback: body as Feedback } : plain)
    messages.sort((one, other) => one.offset - other.offset)
    return method === 'PUT' ? body : new Response(null, { status: 204 })
  }
  const hand = (type: 'handover.requested' | 'handover.accepted' | 'handover.released', change: Partial<typeof hands>) => {
    const { handover: _, ...rest } = hands
    hands = { ...rest, ...change }
    publish({ type, conversation: { ...conversation(), offset: offset + 1 } })
    return conversation()
  }
  const come = (change: 'join' | 'leave') => {
    const user = 'member:1'
    change === 'join' ? present.add(user) : present.delete(user)
    for (const stream of streams) stream.write({ push: { channel: `conversation:${conversationId}`, [change]: { info: { client: user, user } } } })
  }
  const mark = (participantId: string, change: Partial<Receipt>) => {
    const receipt = { delivered: 0, read: 0, ...receipts.get(participantId), ...change, participantId }
    receipt.delivered = Math.max(receipt.delivered, receipt.read)
    receipts.set(participantId, receipt)
    publish({ type: 'receipt.updated', ...receipt }, false)
    return receipt
  }
  const requestPerson = () => hand('handover.requested', { state: 'requested', handover: { reason: 'visitor', requestedAt: createdAt } })

  const routes: Record<string, (body: unknown, query: URLSearchParams) => unknown> = {
    [`GET /v1/widgets/${config.creator}/config`]: () => shownConfig(),
    'POST /v1/channels/sessions': (body) => {
      identities.push((body as { identityToken?: string }).identityToken)
      return newSession()
    },
    'GET /v1/channels/sessions/current': () => ({
      session: { id: crypto.randomUUID(), creatorId, expiresAt: createdAt, ...(formVersion ? { formVersion } : {}) },
      config: shownConfig(),
    }),
    'PUT /v1/channels/sessions/current/form': (body) => {
      forms.push(body)
      formVersion = (body as { version: string }).version
      return { id: crypto.randomUUID(), creatorId, expiresAt: createdAt, formVersion }
    },
    'GET /v1/health': () => ({ status: 'ok', questionEmbedder: { model: 'tiny/bert', dimensions: 32, queryPrefix: 'query: ' } }),
    'POST /v1/realtime/tickets': () => ({ ticket: 'ckt_fake', expiresAt: createdAt, creatorId }),
    'GET /v1/conversations': () => ({ items: created ? [conversation()] : [] }),
    'POST /v1/conversations': (body) => {
      created = true
      channel = (body as { channel?: string } | undefined)?.channel ?? 'web'
      return conversation()
    },
    'GET /v1/conversations/current/messages': (_, query) => page(query),
    'POST /v1/conversations/current/messages': (body) => {
      const {
        text,
        clientMessageId,
        context,
        attachments: ids = [],
      } = body as {
        text: string
        clientMessageId: string
        context?: unknown
        attachments?: string[]
      }
      contexts.push(context)
      const attachments = files.attachments(ids)
      const message = newMessage({ role: 'user', status: 'sent', text, clientMessageId, ...(ids.length > 0 ? { attachments } : {}) })
      store(message)
      publish({ type: 'message.created', message })
      begin(message.id)
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
  const actOf = (method: string, path: string): ((body: unknown, query: URLSearchParams) => unknown) | undefined => {
    const [id, name = ''] = path.split('/').slice(-2)
    const acts: Record<string, (body: unknown) => unknown> = {
      stop,
      retry: () => retry(id),
      regenerate: () => regenerate(id),
      edit: (body) => edit(id, body),
      feedback: (body) => rate(method, id, body),
      handover: requestPerson,
      receipts: (body) => mark('visitor', body as Partial<Receipt>),
    }
    return acts[name] ?? routes[`${method} ${path.replace(conversationId, 'current')}`]
  }

  const hear = ({ method, headers }: Request) => {
    const language = headers.get('accept-language')
    if (method === 'POST' && language) languages.add(language)
  }
  const perform = (act: ReturnType<typeof actOf>, body: unknown, query: URLSearchParams): Response => {
    if (!act) return refused({ status: 404, code: 'CREATOR_001', message: 'There is no such coach.' })
    const answer = act(body, query)
    return answer instanceof Response ? answer : Response.json(answer)
  }

  return {
    /** Answers what is asked below the mount path. */
    async answer(request: Request): Promise<Response> {
      const { pathname, searchParams } = new URL(request.url)
      const path = pathname.slice(pathname.indexOf('/v1/'))
      if (path.includes('/attachments')) {
        await held
        return files.answer(request, path.split('/').at(-1))
      }
      const body = await bodyOf(request)
      const writes = request.method === 'POST'
      hear(request)
      if (path === '/v1/realtime/http-stream') return connect(body)
      if (path.endsWith('/messages')) {
        await held
        if (refusal && writes) return refused(refusal)
      }
      return perform(actOf(request.method, path), body, searchParams)
    },
    /** The languages in which the client asked for answers. */
    languages,
    /** What was answered to the creator's form. */
    forms,
    /** Where the conversation says that it came from. */
    channel: () => channel,
    /** What the page said with each question. */
    contexts,
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
        const asked = newMessage({ role: 'user', status: 'sent', text: question })
        store(asked)
        offset++
        if (!answer) continue
        const { pieces, citations = [], status = 'completed', errorCode } = answer
        store(newMessage({ role: 'assistant', status, text: pieces.join(''), replyTo: asked.id, citations, ...(errorCode ? { errorCode } : {}) }))
        offset++
      }
    },
    /** Ends the answer with all its words at once, none of which was streamed. */
    finishWhole(): void {
      if (!answering) return
      answering.message = { ...answering.message, text: answering.answer.pieces.join('') }
      end('completed')
    },
    /** Looks something up for the answer, which the host calls so; and has found it. */
    lookUp(label?: string): void {
      if (answering) publish({ type: 'tool.started', messageId: answering.message.id, callId: 'c1', name: 'look_up', ...(label ? { label } : {}) }, false)
    },
    found(): void {
      if (answering) publish({ type: 'tool.finished', messageId: answering.message.id, callId: 'c1', name: 'look_up', ok: true }, false)
    },
    /** The visitor's session has ended, and its conversation with it. */
    endSession(): void {
      conversationId = crypto.randomUUID()
      messages = []
      created = false
      offset = 0
    },
    isAnswering: () => answering !== undefined,
    /** Somebody hears what happens now. */
    isFollowed: () => followed && streams.size > 0,
    /** Who answers there; for conversations of people, that one was asked for. */
    answeredBy(kind: Conversation['kind']): void {
      hands = kind === 'direct' ? { kind, state: 'requested', handover: { reason: 'direct', requestedAt: createdAt } } : { kind, state: 'coach' }
    },
    /** A person takes it, is there, writes and says something, and gives it back. */
    takeOver(person: string): void {
      hand('handover.accepted', { state: 'person', handover: { reason: 'visitor', requestedAt: createdAt, acceptedAt: createdAt, person } })
      present.add('member:1')
      for (const stream of streams)
        stream.write({ push: { channel: `conversation:${conversationId}`, join: { info: { client: 'member:1', user: 'member:1' } } } })
    },
    write(): void {
      publish({ type: 'typing', participantId: 'member:1', isTyping: true, expiresInMs: 60_000 }, false)
    },
    /** The person's device has all that was said, or the person has seen it. */
    mark(what: 'delivered' | 'read'): void {
      mark('member:1', { [what]: offset })
    },
    /** How far somebody is known to have come. */
    receiptOf: (participantId: string) => receipts.get(participantId),
    reply(text: string, attachments?: File[]): void {
      publish({ type: 'typing', participantId: 'member:1', isTyping: false, expiresInMs: 0 }, false)
      const author = hands.handover?.person ?? ''
      const sent = attachments?.map(files.add)
      const message = newMessage({ role: 'member', status: 'sent', text, author, ...(sent ? { attachments: sent } : {}) })
      store(message)
      publish({ type: 'message.created', message })
    },
    handBack(): void {
      come('leave')
      hand('handover.released', { state: 'coach' })
    },
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
    /** Ends every stream for good. */
    sendAway(): void {
      for (const each of streams) each.write({ push: { disconnect: { code: 3501, reason: 'bad request' } } })
    },
    reset(): void {
      connectable = true
      refusal = undefined
      held = undefined
      hands = { kind: 'ai', state: 'coach' }
      followed = false
      receipts.clear()
      messages = []
      created = false
      offset = 0
      answering = undefined
      languages.clear()
      identities.length = 0
      contexts.length = 0
      forms.length = 0
      formVersion = undefined
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
