import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { routes } from '@coachkit/contract'
import { afterAll, beforeAll } from 'vitest'
import { startTestServer, type TestServer, type Visitor } from '../../packages/server-kit/testing/__fixtures__/test-server.js'
import { readFrames, textFrame, upgrade } from './raw-web-socket.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface FrameRow extends CorpusRow {
  desc: string
  writes_b64: string[]
  /** Bytes of each write, where they are sent in pieces. */
  chop: number | null
  repeat: { index: number; times: number } | null
}
interface Outcome {
  /** How the server ended the connection; `undefined`: it goes on answering. */
  code: number | undefined
  pongs: number
  /** Replies with an error. */
  errors: number
}

let server: TestServer
let visitor: Visitor
beforeAll(async () => {
  server = await startTestServer()
  visitor = await server.visitor()
})
afterAll(() => server.close())

/** Our server is no echo: text that is no command is read, and ends the connection as a bad request. */
const badRequest = 3501
const stale = 3502
const isRead = ({ code, errors }: Outcome) => code === badRequest || errors > 0 || code === undefined
const holds: Record<string, (outcome: Outcome) => boolean> = {
  echo: isRead,
  'echo_or_close:1003': (outcome) => outcome.code === 1003,
  'echo_or_close:1002': (outcome) => isRead(outcome) || outcome.code === 1002,
  'echo+close:1000': ({ code }) => code === badRequest || code === 1000,
  pong: ({ code, pongs }) => code === undefined && pongs === 1,
  'pong x10': ({ code, pongs }) => code === undefined && pongs === 10,
  'pong+echo': (outcome) => isRead(outcome) && outcome.pongs === 1,
  ignored: ({ code, pongs, errors }) => code === undefined && pongs + errors === 0,
  'close:1000 no pong': ({ code, pongs }) => code === 1000 && pongs === 0,
  'close:1000 no echo': ({ code, errors }) => code === 1000 && errors === 0,
  'any, no crash': () => true,
  'close (policy) or bounded memory': ({ code }) => code === 1008,
  // That what is held for a reader who does not read stays bounded is tested beside the server.
  'bounded memory: closed or rate-limited': ({ code, pongs }) => code !== undefined || pongs === 50_000,
  'closed by message deadline': ({ code }) => code === stale,
  'close:1002; no crash': ({ code }) => code === 1002,
  'close:1003 or error frame': ({ code, errors }) => code === 1003 || errors > 0,
  'error frame': isErrorFrame,
  'error frame or ignored key': isErrorFrame,
  'error frame; connection stays': isErrorFrame,
  'error frame code bad_json; connection stays or close:1003/1008': isErrorFrame,
}

runCorpus<FrameRow>(
  'ws_frames',
  async (row) => {
    const outcome = row.category === 'slow' ? await sendSlowly(row) : await send(row)
    const check = holds[row.expect] ?? closesWith(row.expect)
    if (!check) return `no check for the expectation ${row.expect}`
    if (!check(outcome)) return `${row.desc}: ${JSON.stringify(outcome)}, expected ${row.expect}`
    return (await server.request('/v1/health')).status === 200 ? undefined : 'the server no longer answers'
  },
  { atOnce: 4 },
)

/** A command without an id cannot be answered: the close with its reason is the error frame. */
function isErrorFrame({ code, errors }: Outcome): boolean {
  return errors > 0 || code === badRequest
}

/** `close:1009`, `close:1000_or_1005`. */
function closesWith(expected: string): ((outcome: Outcome) => boolean) | undefined {
  const codes = /^close:([\d_or]+)$/.exec(expected)?.[1]?.split('_or_').map(Number)
  return codes && (({ code }) => code !== undefined && codes.includes(code))
}

/** Sends a row's bytes over a connection that has shown its ticket, then asks whether the server still answers on it. */
async function send({ writes_b64, chop, repeat }: FrameRow): Promise<Outcome> {
  const socket = await openSocket()
  const received = readFrames(socket)
  const { ticket } = await server.call(routes.realtime.ticket, { token: visitor.token })
  socket.write(textFrame(JSON.stringify({ id: 1, connect: { token: ticket } })))
  while (!received.texts.some((text) => text.startsWith('{"id":1,"connect"'))) await received.changed()
  if (repeat) socket.pause()
  for (const [index, encoded] of writes_b64.entries()) {
    const bytes = Buffer.from(encoded, 'base64')
    for (const piece of pieces(bytes, chop)) await write(socket, piece)
    if (repeat?.index !== index) continue
    const more = repeat.times - 1
    const many = Buffer.concat(Array.from({ length: 1000 }, () => bytes))
    for (let sent = 0; sent < more; sent += 1000) await write(socket, many.subarray(0, Math.min(1000, more - sent) * bytes.length))
  }
  socket.resume()
  await write(socket, textFrame('{"id":99,"ping":{}}'))
  while (received.closeCode === undefined && !received.texts.includes('{"id":99,"ping":{}}')) await received.changed()
  socket.destroy()
  return { code: received.closeCode, pongs: received.pongs, errors: received.texts.filter((text) => text.includes('"error"')).length }
}

/** A byte every few seconds, and no ticket in all that time. */
async function sendSlowly({ writes_b64 }: FrameRow): Promise<Outcome> {
  const socket = await openSocket()
  const received = readFrames(socket)
  const bytes = Buffer.concat(writes_b64.map((encoded) => Buffer.from(encoded, 'base64')))
  const header = 6
  await write(socket, bytes.subarray(0, header))
  for (let at = header; at < bytes.length && received.closeCode === undefined; at += 1) {
    await write(socket, bytes.subarray(at, at + 1))
    await Promise.race([wait(5000), received.changed()])
  }
  socket.destroy()
  return { code: received.closeCode, pongs: received.pongs, errors: 0 }
}

async function openSocket(): Promise<Socket> {
  const { port } = server.server.address() as AddressInfo
  const headers = {
    Host: `127.0.0.1:${port}`,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version': '13',
  }
  const { status, socket } = await upgrade({ port, path: '/v1/realtime/ws', headers })
  if (status !== 101) throw new Error(`The socket was refused: ${status}`)
  return socket
}

function pieces(bytes: Buffer, size: number | null): Buffer[] {
  if (!size) return [bytes]
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size))
}

/** Resolves when the bytes are on their way, or when nobody takes them any more. */
async function write(socket: Socket, bytes: Buffer): Promise<void> {
  if (socket.destroyed || socket.write(bytes)) return
  await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => undefined)
}
