import { once } from 'node:events'
import type { Command } from '@coachkit/contract'
import { WebSocket } from 'ws'

export interface Frame {
  id?: number
  error?: { code: number; message: string; temporary?: boolean }
  connect?: { client: string; session: string; node: string; ping: number; pong: boolean }
  subscribe?: { offset: number; epoch: string; recovered?: boolean; publications?: { offset: number; data: { type: string } }[] }
  history?: { offset: number; epoch: string; publications: { offset: number; data: { type: string } }[] }
  rpc?: { data: unknown }
  unsubscribe?: object
  ping?: object
  push?: { channel?: string; pub?: { offset?: number; data: { type: string } }; disconnect?: { code: number; reason: string; reconnect: boolean } }
}

/** A socket that speaks in bare frames. */
export interface FrameClient {
  socket: WebSocket
  /** Every frame so far. */
  frames: Frame[]
  /** Commands as one frame, one a line. */
  send(...commands: (Command | object)[]): void
  /** The frame with this id, now or later. Rejects when the socket is closed before it comes. */
  reply(id: number): Promise<Frame>
  closed: Promise<{ code: number; reason: string }>
}

export async function openFrameClient(socketUrl: string): Promise<FrameClient> {
  const socket = new WebSocket(socketUrl)
  const frames: Frame[] = []
  const waiting = new Map<number, { resolve(frame: Frame): void; reject(error: Error): void }>()
  socket.on('message', (data) => {
    for (const line of data.toString().split('\n')) {
      const frame = JSON.parse(line) as Frame
      frames.push(frame)
      if (frame.id !== undefined) waiting.get(frame.id)?.resolve(frame)
    }
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => {
      resolve({ code, reason: reason.toString() })
      for (const { reject } of waiting.values()) reject(new Error(`The socket was closed: ${code}`))
    })
  })
  socket.on('error', () => undefined)
  await once(socket, 'open')
  return {
    socket,
    frames,
    closed,
    send: (...commands) => socket.send(commands.map((command) => JSON.stringify(command)).join('\n')),
    reply: (id) =>
      new Promise((resolve, reject) => {
        const found = frames.find((frame) => frame.id === id)
        if (found) resolve(found)
        else if (socket.readyState === WebSocket.OPEN) waiting.set(id, { resolve, reject })
        else reject(new Error('The socket is closed'))
      }),
  }
}
