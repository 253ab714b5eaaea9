import { CoachError, maxFrameBytes } from '@coachkit/contract'
import * as z from 'zod/mini'
import { deviceOf } from '../domain/client/describe-client.js'
import { pageOfRequest } from '../domain/origin/calling-page.js'
import type { Bus } from '../ports/index.js'
import type { Connection, ConnectionOrigin } from './connection.js'
import { createForwarding } from './forward-commands.js'
import { encode, type Transport } from './transport.js'

interface EmulationDeps {
  bus: Bus
  /** The name of this instance. */
  node: string
  open(transport: Transport, origin: ConnectionOrigin): Connection
  accepting(): boolean
}
interface Framing {
  type: string
  wrap(frame: string): string
}

const ndjson: Framing = { type: 'application/x-ndjson', wrap: (frame) => `${frame}\n` }
const eventStream: Framing = { type: 'text/event-stream', wrap: (frame) => `data: ${frame}\n\n` }
const posted = z.object({
  session: z.string().check(z.maxLength(64)),
  node: z.optional(z.string().check(z.maxLength(64))),
  data: z.string().check(z.maxLength(maxFrameBytes)),
})

/** A connection without a socket: frames come down one long response and go up as posts that name its session. */
export function createEmulation(deps: EmulationDeps) {
  const sessions = new Map<string, Connection>()
  const deliver = (session: string, commands: string): boolean => {
    const connection = sessions.get(session)
    connection?.receive(commands)
    return connection !== undefined
  }
  const forwarding = createForwarding({ bus: deps.bus, node: deps.node, deliver })

  function stream(first: string, framing: Framing, origin: ConnectionOrigin): Response {
    const encoder = new TextEncoder()
    const queue = new ByteLengthQueuingStrategy({ highWaterMark: 64 * 1024 })
    let connection: Connection | undefined
    const end = () => {
      connection?.ended()
      if (connection) sessions.delete(connection.id)
    }
    const body = new ReadableStream<Uint8Array>(
      {
        start(controller) {
          const transport: Transport = {
            send: (frame) => controller.enqueue(encoder.encode(framing.wrap(frame))),
            bufferedBytes: () => Math.max(0, queue.highWaterMark - (controller.desiredSize ?? 0)),
            close({ code, reason }) {
              controller.enqueue(encoder.encode(framing.wrap(encode({ push: { disconnect: { code, reason, reconnect: code < 3500 } } }))))
              controller.close()
              end()
            },
          }
          connection = deps.open(transport, origin)
          forwarding.listen()
          sessions.set(connection.id, connection)
          connection.receive(first)
        },
        cancel: end,
      },
      queue,
    )
    return new Response(body, { headers: { 'content-type': framing.type, 'cache-control': 'no-store', 'x-accel-buffering': 'no' } })
  }

  async function post(request: Request): Promise<Response> {
    const parsed = posted.safeParse(await readJson(request))
    if (!parsed.success) throw new CoachError('VAL_001')
    const { session, node, data } = parsed.data
    // A balancer knows nothing of sessions: the instance that has it may be another.
    if (!deliver(session, data) && !(await forwarding.forward({ node, session, data }))) throw new CoachError('RESOURCE_001')
    return new Response(null, { status: 204 })
  }

  return {
    stop: forwarding.stop,
    async fetch(request: Request, path: string, address?: string): Promise<Response | undefined> {
      if (!deps.accepting()) throw new CoachError('SYS_003')
      const origin = { page: pageOfRequest(request), address, device: deviceOf(request.headers.get('user-agent')) }
      if (path === '/v1/realtime/http-stream' && request.method === 'POST') return stream(await readCapped(request), ndjson, origin)
      if (path === '/v1/realtime/sse' && request.method === 'GET') return stream(new URL(request.url).searchParams.get('cf_connect') ?? '', eventStream, origin)
      if (path === '/v1/realtime/emulation' && request.method === 'POST') return post(request)
      return undefined
    },
  }
}

async function readJson(request: Request): Promise<unknown> {
  const text = await readCapped(request)
  try {
    return JSON.parse(text)
  } catch {
    throw new CoachError('VAL_004')
  }
}

/** A frame and the JSON around it. */
const maxBodyBytes = maxFrameBytes * 2

async function readCapped(request: Request): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const bytes of request.body ?? []) {
    size += bytes.length
    if (size > maxBodyBytes) throw new CoachError('REQUEST_004')
    text += decoder.decode(bytes, { stream: true })
  }
  return text + decoder.decode()
}
