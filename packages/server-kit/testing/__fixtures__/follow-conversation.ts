import { once } from 'node:events'
import { WebSocket } from 'ws'

interface Follow {
  url: string
  ticket: string
  conversationId: string
}
/** A reader of one conversation. */
export interface Follower {
  /** Types of the events so far, in order. */
  events: readonly string[]
  /** The frame of the first event of a type, once it came. Rejects when the connection ends before. */
  seen(type: string): Promise<string>
  leave(): void
}

/** Subscribes over a socket; resolves once the server has confirmed it. */
export async function followOverSocket({ url, ...follow }: Follow): Promise<Follower> {
  const frames = createFrames()
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/realtime/ws`)
  socket.on('message', (data) => frames.add(`${data}\n`))
  socket.on('close', (code) => frames.end(new Error(`The socket was closed: ${code}`)))
  await once(socket, 'open')
  socket.send(commands(follow))
  await frames.subscribed
  return { ...frames.reader, leave: () => socket.close() }
}

/** Subscribes over a streamed response; resolves once the server has confirmed it. */
export async function followOverHttp({ url, ...follow }: Follow): Promise<Follower> {
  const frames = createFrames()
  const leave = new AbortController()
  const response = await fetch(`${url}/v1/realtime/http-stream`, { method: 'POST', body: commands(follow), signal: leave.signal })
  const read = async () => {
    for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) frames.add(text)
    throw new Error(`The stream ended, status ${response.status}`)
  }
  read().catch(frames.end)
  await frames.subscribed
  return { ...frames.reader, leave: () => leave.abort() }
}

function commands({ ticket, conversationId }: Omit<Follow, 'url'>): string {
  const list = [
    { id: 1, connect: { token: ticket } },
    { id: 2, subscribe: { channel: `conversation:${conversationId}` } },
  ]
  return list.map((command) => JSON.stringify(command)).join('\n')
}

function createFrames() {
  const frames: string[] = []
  const events: string[] = []
  const waiting = new Set<() => void>()
  let rest = ''
  let ended: Error | undefined

  const first = (fits: (frame: string) => boolean) =>
    new Promise<string>((resolve, reject) => {
      const check = () => {
        const frame = frames.find(fits)
        if (frame === undefined && !ended) return
        waiting.delete(check)
        if (frame === undefined) reject(ended)
        else resolve(frame)
      }
      waiting.add(check)
      check()
    })
  const wake = () => {
    for (const check of waiting) check()
  }
  return {
    subscribed: first((frame) => frame.startsWith('{"id":2,')),
    reader: { events, seen: (type: string) => first((frame) => typeOf(frame) === type) },
    add(text: string) {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        frames.push(line)
        const type = typeOf(line)
        if (type) events.push(type)
      }
      wake()
    },
    end(error: Error) {
      ended = error
      wake()
    },
  }
}

function typeOf(frame: string): string | undefined {
  return /"type":"([\w.]+)"/.exec(frame)?.[1]
}
