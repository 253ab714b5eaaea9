import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { CoachError, maxFrameBytes } from '@coachkit/contract'
import { type WebSocket, WebSocketServer } from 'ws'
import { deviceOf } from '../domain/client/describe-client.js'
import { type CallingPage, pageOfUpgrade } from '../domain/origin/calling-page.js'
import type { Connection, ConnectionOrigin } from './connection.js'
import type { Transport } from './transport.js'

/** RFC 6455, 7.4.1. */
const unsupportedData = 1003

/** Nothing of ours travels in the address of a socket. */
const longestUrl = 2048
/** Past this much unsent, a peer that sends pings does not read. */
const mostUnsent = 1024 * 1024

interface SocketDeps {
  open(transport: Transport, origin: ConnectionOrigin): Connection
  mayConnect(page: CallingPage): Promise<boolean>
  /** As RealtimeDeps has it. */
  admit(caller: { peer: string | undefined; headers: { get(name: string): string | undefined } }): Promise<string | undefined>
  accepting(): boolean
}

/** Sockets: upgrades that we accept ourselves, because a helper that waits would drop the frames sent with the handshake. */
export function createSockets(deps: SocketDeps) {
  const server = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, perMessageDeflate: false, maxFragments: 64, autoPong: false })
  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const page = pageOfUpgrade(request.headers)
    const allowed = await deps.mayConnect(page)
    if (!deps.accepting()) return refuse(socket, '503 Service Unavailable')
    if (!allowed) return refuse(socket, '403 Forbidden')
    const address = await deps.admit(callerOf(request))
    server.handleUpgrade(request, socket, head, (accepted) => carry(accepted, { page, address, device: deviceOf(request.headers['user-agent']) }, deps))
  }
  return {
    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      socket.on('error', () => socket.destroy())
      if ((request.url?.length ?? 0) > longestUrl) return refuse(socket, '414 URI Too Long')
      upgrade(request, socket, head).catch((error: unknown) => refuseFor(error, socket))
    },
    close: () => server.close(),
  }
}

function callerOf({ socket, headers }: IncomingMessage): Parameters<SocketDeps['admit']>[0] {
  return { peer: socket.remoteAddress, headers: { get: (name) => headers[name]?.toString() } }
}

function carry(socket: WebSocket, origin: ConnectionOrigin, deps: SocketDeps): void {
  const transport: Transport = {
    send: (frame) => socket.send(frame),
    bufferedBytes: () => socket.bufferedAmount,
    close({ code, reason }) {
      socket.close(code, reason)
      // A peer that does not answer the closing handshake is cut off.
      setTimeout(() => socket.terminate(), 5000).unref()
    },
  }
  const connection = deps.open(transport, origin)
  socket.on('message', (data, isBinary) => {
    if (!isBinary) return connection.receive(data.toString())
    connection.ended()
    socket.close(unsupportedData, 'frames are text')
  })
  socket.on('ping', (data) => {
    if (socket.bufferedAmount > mostUnsent) socket.terminate()
    else socket.pong(data)
  })
  // The library answers protocol errors itself (1002, 1007, 1009); here they only end the connection.
  socket.on('error', () => connection.ended())
  socket.on('close', () => connection.ended())
}

function refuseFor(error: unknown, socket: Duplex): void {
  if (!CoachError.isInstance(error) || error.status !== 429) return refuse(socket, '503 Service Unavailable')
  refuse(socket, '429 Too Many Requests', `retry-after: ${Math.ceil((error.retryAfterMs ?? 0) / 1000)}\r\n`)
}

function refuse(socket: Duplex, status: string, headers = ''): void {
  socket.end(`HTTP/1.1 ${status}\r\n${headers}connection: close\r\ncontent-length: 0\r\n\r\n`)
}
