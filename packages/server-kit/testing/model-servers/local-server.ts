import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'

export interface RecordedRequest {
  path: string
  headers: IncomingHttpHeaders
  body: Record<string, unknown>
}
export interface ModelServer {
  url: string
  requests: RecordedRequest[]
  /** Streams whose reader left before the end. */
  abortedCount(): number
  close(): Promise<void>
}
/**
 * How an answer is disturbed: `status` instead of it, `hang` before the first part, and in the middle `cut` (the connection ends),
 * `error` (the protocol's own error) or `malformed` (what is not the protocol).
 */
export type Fault = { status: number; retryAfter?: string } | 'hang' | 'cut' | 'error' | 'malformed'

/** What a model calls instead of answering. A text as the input is sent as it is, where the protocol can. */
export interface CallReply {
  /** Before the calls. */
  say?: string
  calls: { name: string; input: unknown }[]
}

export interface AnswerOptions {
  /** The answer's text for a request, or its pieces; or calls of tools. */
  reply?: (request: RecordedRequest) => string | string[] | CallReply
  /** Milliseconds before the first piece. */
  firstDelayMs?: number
  /** Milliseconds between two pieces. */
  delayMs?: number
  fault?: Fault | ((request: RecordedRequest) => Fault | undefined)
}

type Respond = (request: RecordedRequest, response: ServerResponse) => Promise<void> | void

/** A model server of its own on the loopback interface, speaking real HTTP. */
export async function startLocalServer(respond: Respond): Promise<ModelServer> {
  const requests: RecordedRequest[] = []
  let aborted = 0
  const server = createServer(async (incoming, response) => {
    response.on('close', () => {
      if (!response.writableFinished) aborted += 1
    })
    const request = { path: incoming.url ?? '/', headers: incoming.headers, body: await readJson(incoming) }
    requests.push(request)
    await respond(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    abortedCount: () => aborted,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Streams the answer's pieces, each framed by `frame`, with the faults asked for. */
export async function streamAnswer(input: {
  request: RecordedRequest
  response: ServerResponse
  options: AnswerOptions
  contentType: string
  frame(piece: string): string
  /** The calls, in as many pieces as the protocol has. */
  frameCalls(calls: CallReply['calls']): string[]
  end(pieces: string[], calls: CallReply['calls']): string
  /** What comes in the middle instead of a piece. */
  disturbed: { error: string; malformed: string }
}): Promise<void> {
  const { request, response, options } = input
  const fault = faultOf(request, options)
  if (failAtOnce(response, fault)) return
  await pause(options.firstDelayMs)
  response.writeHead(200, { 'content-type': input.contentType })
  const { say, calls } = replyOf(options.reply?.(request) ?? groundedReply(request))
  const pieces = piecesOf(say)
  for (const [index, piece] of pieces.entries()) {
    if (response.destroyed) return
    const half = index >= pieces.length / 2
    if (half && fault === 'cut') return void response.socket?.destroy()
    if (half && (fault === 'error' || fault === 'malformed')) return void response.end(input.disturbed[fault])
    response.write(input.frame(piece))
    await pause(options.delayMs)
  }
  const frames = calls.length > 0 ? input.frameCalls(calls) : []
  response.end(`${frames.join('')}${input.end(pieces, calls)}`)
}

async function pause(ms: number | undefined): Promise<void> {
  if (ms) await new Promise((resolve) => setTimeout(resolve, ms))
}

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

/** Sends an answer that comes in one piece, with the faults asked for. */
export function sendAnswer(input: { request: RecordedRequest; response: ServerResponse; options: AnswerOptions; value: unknown }): void {
  const { request, response, options, value } = input
  const fault = faultOf(request, options)
  if (failAtOnce(response, fault)) return
  if (fault === 'cut') return void response.socket?.destroy()
  if (fault === 'malformed' || fault === 'error') return sendJson(response, { unexpected: fault })
  sendJson(response, value)
}

function faultOf(request: RecordedRequest, { fault }: AnswerOptions): Fault | undefined {
  return typeof fault === 'function' ? fault(request) : fault
}

/** Whether there is nothing more to send. */
function failAtOnce(response: ServerResponse, fault: Fault | undefined): boolean {
  if (fault === 'hang') return true
  if (typeof fault !== 'object') return false
  if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter)
  sendJson(response, { error: 'the fault that was asked for' }, fault.status)
  return true
}

/** Vectors from hashed words: alike texts have alike vectors. */
export function wordVector(text: string, dimensions = 256): number[] {
  const vector = new Array<number>(dimensions).fill(0)
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    let hash = 2166136261
    for (const character of word) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619)
    const at = (hash >>> 0) % dimensions
    vector[at] = (vector[at] ?? 0) + 1
  }
  vector[0] = (vector[0] ?? 0) + 0.01
  return vector
}

function replyOf(reply: string | string[] | CallReply): { say: string | string[]; calls: CallReply['calls'] } {
  if (typeof reply === 'string' || Array.isArray(reply)) return { say: reply, calls: [] }
  return { say: reply.say ?? [], calls: reply.calls }
}

function piecesOf(reply: string | string[]): string[] {
  return typeof reply === 'string' ? (reply.match(/\S+\s*/g) ?? [reply]) : reply
}

/** The longest sentence of the material in the last message, cited. */
function groundedReply(request: RecordedRequest): string {
  const messages = Array.isArray(request.body.messages) ? (request.body.messages as { content?: string }[]) : []
  const material = messages.at(-1)?.content ?? ''
  const sentences = material.split(/(?<=[.!?])\s+/).filter((sentence) => sentence.length < 300 && !/[<>[\]]/.test(sentence))
  const longest = sentences.toSorted((first, second) => second.length - first.length)[0]
  return `${longest ?? 'No sé.'} [1]`
}

async function readJson(incoming: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const chunk of incoming.setEncoding('utf8')) text += chunk
  return text ? (JSON.parse(text) as Record<string, unknown>) : {}
}
