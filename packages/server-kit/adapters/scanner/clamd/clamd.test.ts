import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { streamOf } from '../../../domain/bytes/byte-stream.js'
import { scannerConformance } from '../../../testing/scanner-conformance.js'
import { clamd } from './index.js'

const opened: Server[] = []
const eicar = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''))
const patience = () => AbortSignal.timeout(20_000)

afterEach(() => {
  for (const server of opened.splice(0)) server.close()
})

/** Speaks the protocol of clamd's manual, byte by byte, with a limit of its own. */
async function daemon({ limit = 1_000_000, path }: { limit?: number; path?: string } = {}) {
  const received: Buffer[] = []
  return {
    ...(await listening(
      createServer((socket) => answer(socket, { limit, received })),
      path,
    )),
    received,
  }
}
function answer(socket: Socket, { limit, received }: { limit: number; received: Buffer[] }): void {
  let held = Buffer.alloc(0)
  socket.on('error', () => undefined)
  socket.on('data', (piece: Buffer) => {
    received.push(piece)
    held = Buffer.concat([held, piece])
    const reply = replyTo(held, limit)
    if (reply !== undefined) socket.end(reply)
  })
}

/** What the daemon says once it has seen so much; nothing while it wants more. */
function replyTo(bytes: Buffer, limit: number): string | undefined {
  if (bytes.length < 10) return undefined
  if (bytes.subarray(0, 10).toString('latin1') !== 'zINSTREAM\0') return 'UNKNOWN COMMAND\0'
  const contents: Buffer[] = []
  for (let [at, size] = [10, 0]; bytes.length >= at + 4; ) {
    const length = bytes.readUInt32BE(at)
    size += length
    if (size > limit) return 'INSTREAM size limit exceeded. ERROR\0'
    if (length === 0) return Buffer.concat(contents).includes(eicar) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0'
    contents.push(bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return undefined
}
async function scripted(script: (socket: Socket) => void) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    script(socket)
  })
  return listening(server)
}
async function listening(server: Server, path?: string) {
  opened.push(server)
  await once(path === undefined ? server.listen(0, '127.0.0.1') : server.listen(path), 'listening')
  return { host: '127.0.0.1', port: path === undefined ? (server.address() as AddressInfo).port : 0 }
}
async function* pieces(...texts: (string | Buffer)[]) {
  for (const text of texts) yield Buffer.from(text)
}
async function* endless() {
  for (;;) yield Buffer.alloc(65_536, 'a')
}

scannerConformance({
  name: 'clamd',
  async create() {
    const server = createServer((socket) => answer(socket, { limit: 20_000_000, received: [] }))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    return { scanner: clamd({ host: '127.0.0.1', port }), close: async () => void server.close() }
  },
})

test('a clean file is sent as the protocol says, and is clean', async () => {
  const server = await daemon()
  expect(await clamd(server).scan(pieces('Ho', '', 'la'), { signal: patience() })).toEqual({ verdict: 'clean' })
  expect(Buffer.concat(server.received).toString('latin1')).toBe('zINSTREAM\0\0\0\0\x02Ho\0\0\0\x02la\0\0\0\0')
})

test('an infected file is told by its signature, over a socket of this machine too', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'coachkit-clamd-'))
  const socketPath = join(dir, 'clamd.sock')
  await daemon({ path: socketPath })
  const half = Math.floor(eicar.length / 2)
  const verdict = await clamd({ socketPath }).scan(pieces(eicar.subarray(0, half), eicar.subarray(half)), { signal: patience() })
  expect(verdict).toEqual({ verdict: 'infected', signature: 'Eicar-Test-Signature' })
  await rm(dir, { recursive: true })
})

test('a file that is larger than the daemon takes is neither, and it is not asked again', async () => {
  const server = await daemon({ limit: 100_000 })
  await expect(clamd(server).scan(endless(), { signal: patience() })).rejects.toMatchObject({ code: 'too_large', retryable: false })
})

test.each<[string, (socket: Socket) => void, string]>([
  ['hangs up', (socket) => socket.destroy(), 'unreachable'],
  ['hangs up in the middle', (socket) => socket.once('data', () => socket.destroy()), 'unreachable'],
  ['ends without a whole reply', (socket) => socket.once('data', () => socket.end('stream: O')), 'unreachable'],
  ['says what nobody knows', (socket) => socket.once('data', () => socket.end('stream: maybe\0')), 'refused'],
  ['fails', (socket) => socket.once('data', () => socket.end('Can’t allocate memory ERROR\0')), 'refused'],
  ['does not stop talking', (socket) => socket.once('data', () => socket.write('a'.repeat(10_000))), 'unreachable'],
])('a daemon that %s has said nothing of the file', async (_, answer, code) => {
  const error = await clamd(await scripted(answer))
    .scan(endless(), { signal: patience() })
    .catch((failure: unknown) => failure)
  expect(error).toMatchObject({ name: 'AdapterError', adapter: 'clamd', code, retryable: true })
})

test('a daemon that is silent is left when nobody waits any more', async () => {
  const leave = new AbortController()
  const server = await scripted((socket) => socket.once('data', () => leave.abort(new DOMException('Late.', 'TimeoutError'))))
  await expect(clamd(server).scan(pieces('Hola'), { signal: leave.signal })).rejects.toMatchObject({ code: 'timeout', retryable: true })
})

test('a daemon that is not there is unreachable, and a file that cannot be read fails as itself', async () => {
  await expect(clamd({ host: '127.0.0.1', port: 1 }).scan(streamOf(eicar), { signal: patience() })).rejects.toMatchObject({ code: 'unreachable' })
  const broken = new Error('The disk is gone.')
  // biome-ignore lint/correctness/useYield: it fails before the first piece.
  async function* failing(): AsyncGenerator<Uint8Array> {
    throw broken
  }
  await expect(clamd(await daemon()).scan(failing(), { signal: patience() })).rejects.toBe(broken)
})
