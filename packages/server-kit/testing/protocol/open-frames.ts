import { once } from 'node:events'
import type { Command } from '@coachkit/contract'
import { WebSocket } from 'ws'

/** What carries frames, by the name of its address. */
export type Carrier = 'ws' | 'http-stream' | 'sse'
export const carriers: readonly Carrier[] = ['ws', 'http-stream', 'sse']

interface Pub {
  offset?: number
  data: { type: string; messageId?: string; index?: number; text?: string; message?: { id: string; text: string; status: string; clientMessageId?: string } }
}
interface Subscribed {
  offset: number
  epoch: string
  recoverable: boolean
  positioned: boolean
  recovered?: boolean
  was_recovering?: boolean
  publications?: Pub[]
  data?: { streams: { messageId: string; index: number; text: string }[]; receipts: unknown[]; present: string[] }
}
/** A reply or a push, as far as the suite looks at it. */
export interface Frame {
  id?: number
  error?: { code: number; message: string; temporary?: boolean }
  connect?: {
    client: string
    session: string
    node: string
    version: string
    ping: number
    pong: boolean
    expires?: boolean
    ttl?: number
    subs?: Record<string, Subscribed>
  }
  subscribe?: Subscribed
  unsubscribe?: object
  history?: { offset: number; epoch: string; publications: Pub[] }
  presence?: { presence: Record<string, { client: string; user: string }> }
  presence_stats?: { num_clients: number; num_users: number }
  refresh?: { client: string; expires?: boolean; ttl?: number }
  rpc?: { data: unknown }
  ping?: object
  push?: {
    channel?: string
    pub?: Pub
    join?: { info: { client: string; user: string } }
    leave?: { info: { client: string; user: string } }
    disconnect?: { code: number; reason: string; reconnect: boolean }
  }
}

/** One connection that speaks in bare frames. */
export interface FrameConnection {
  /** Every frame so far. */
  frames: Frame[]
  /** Commands as one frame, one a line; text goes as it is. The first ones open an emulated connection. */
  send(...commands: (Command | object | string)[]): Promise<void>
  /** The frame with this id, now or later. Rejects when the connection ends before it comes. */
  reply(id: number): Promise<Frame>
  /** How the server ended it. */
  ended: Promise<{ code: number; reason: string }>
  /** Leaves without a word. */
  leave(): void
}

export function openFrames(carrier: Carrier, baseUrl: string): Promise<FrameConnection> {
  const address = `${baseUrl}/v1/realtime`
  return carrier === 'ws' ? openSocket(`${address.replace(/^http/, 'ws')}/ws`) : Promise.resolve(openStream(carrier, address))
}

async function openSocket(url: string): Promise<FrameConnection> {
  const socket = new WebSocket(url)
  const inbox = createInbox()
  socket.on('message', (data) => inbox.take(data.toString()))
  socket.on('close', (code, reason) => inbox.end({ code, reason: reason.toString() }))
  socket.on('error', () => undefined)
  await once(socket, 'open')
  return { ...inbox.connection, send: async (...commands) => socket.send(textOf(commands)), leave: () => socket.terminate() }
}

/** A long response down; what follows the first commands goes up as posts, wherever a balancer sends them. */
function openStream(carrier: 'http-stream' | 'sse', address: string): FrameConnection {
  const inbox = createInbox()
  const leaving = new AbortController()
  let first = true
  const open = (text: string) =>
    carrier === 'sse'
      ? fetch(`${address}/sse?cf_connect=${encodeURIComponent(text)}`, { signal: leaving.signal })
      : fetch(`${address}/http-stream`, { method: 'POST', body: text, signal: leaving.signal })
  const read = async (text: string) => {
    let rest = ''
    try {
      const response = await open(text)
      for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        const lines = (rest + piece).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) inbox.take(line.replace(/^data: /, ''))
      }
    } catch {
      // It was left, or cut.
    }
    const said = inbox.connection.frames.at(-1)?.push?.disconnect
    inbox.end(said ? { code: said.code, reason: said.reason } : { code: 0, reason: 'cut' })
  }
  return {
    ...inbox.connection,
    async send(...commands) {
      if (first) {
        first = false
        void read(textOf(commands))
        return
      }
      const session = inbox.connection.frames.find(({ connect }) => connect)?.connect
      const body = JSON.stringify({ session: session?.session, node: session?.node, data: textOf(commands) })
      const response = await fetch(`${address}/emulation`, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
      if (response.status !== 204) throw new Error(`The commands were not taken: ${response.status} ${await response.text()}`)
    },
    leave: () => leaving.abort(),
  }
}

function textOf(commands: readonly (object | string)[]): string {
  return commands.map((command) => (typeof command === 'string' ? command : JSON.stringify(command))).join('\n')
}

function createInbox() {
  const frames: Frame[] = []
  const waiting = new Map<number, { resolve(frame: Frame): void; reject(error: Error): void }>()
  let over: { code: number; reason: string } | undefined
  let end = (_end: { code: number; reason: string }): void => undefined
  const ended = new Promise<{ code: number; reason: string }>((resolve) => {
    end = resolve
  })
  const reply = (id: number) =>
    new Promise<Frame>((resolve, reject) => {
      const found = frames.find((frame) => frame.id === id)
      if (found) resolve(found)
      else if (over) reject(new Error(`The connection ended: ${over.code} ${over.reason}`))
      else waiting.set(id, { resolve, reject })
    })
  return {
    connection: { frames, reply, ended },
    take(text: string) {
      for (const line of text.split('\n')) {
        if (line.trim() === '') continue
        const frame = JSON.parse(line) as Frame
        frames.push(frame)
        if (frame.id !== undefined) waiting.get(frame.id)?.resolve(frame)
      }
    },
    end(how: { code: number; reason: string }) {
      over ??= how
      end(over)
      for (const { reject } of waiting.values()) reject(new Error(`The connection ended: ${over.code} ${over.reason}`))
    },
  }
}
