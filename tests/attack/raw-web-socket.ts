import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** What a server answered to an upgrade: its status line's number, and the connection when it is 101. */
export interface Upgraded {
  status: number
  socket: Socket
}

/** Sends an upgrade as written, header by header; nothing is checked or mended on the way. */
export async function upgrade(input: { port: number; path: string; headers: Record<string, string> }): Promise<Upgraded> {
  const socket = connect(input.port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  const headers = Object.entries(input.headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`GET ${input.path} HTTP/1.1\r\n${headers.join('')}\r\n`)
  let head = Buffer.alloc(0)
  for (;;) {
    const chunk = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => undefined)])
    if (!chunk) return { status: 0, socket }
    head = Buffer.concat([head, chunk[0] as Buffer])
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) continue
    socket.pause()
    socket.unshift(head.subarray(end + 4))
    return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head.toString('latin1'))?.[1] ?? 0), socket }
  }
}

/** What came over a raw socket. */
export interface Received {
  texts: string[]
  pongs: number
  /** The server's close code; 1005 for a close frame without one, 1006 when the connection just ended. */
  closeCode: number | undefined
}

/** Reads the server's frames, which are unmasked and here never split. `changed` resolves at the next one, and at the end. */
export function readFrames(socket: Socket): Received & { changed(): Promise<void> } {
  const received: Received = { texts: [], pongs: 0, closeCode: undefined }
  let buffered = Buffer.alloc(0)
  let waiting: (() => void)[] = []
  const tell = () => {
    for (const resolve of waiting.splice(0)) resolve()
    waiting = []
  }
  socket.on('data', (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk])
    for (let frame = takeFrame(buffered); frame; frame = takeFrame(buffered)) {
      buffered = buffered.subarray(frame.length)
      if (frame.opcode === 1) received.texts.push(...frame.payload.toString().split('\n'))
      if (frame.opcode === 10) received.pongs += 1
      if (frame.opcode === 8) received.closeCode ??= frame.payload.length >= 2 ? frame.payload.readUInt16BE(0) : 1005
    }
    tell()
  })
  socket.on('close', () => {
    received.closeCode ??= 1006
    tell()
  })
  socket.resume()
  return Object.assign(received, { changed: () => new Promise<void>((resolve) => void waiting.push(resolve)) })
}

function takeFrame(bytes: Buffer): { opcode: number; payload: Buffer; length: number } | undefined {
  if (bytes.length < 2) return undefined
  const short = bytes.readUInt8(1) & 127
  const start = short === 127 ? 10 : short === 126 ? 4 : 2
  if (bytes.length < start) return undefined
  const size = short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short
  if (bytes.length < start + size) return undefined
  return { opcode: bytes.readUInt8(0) & 15, payload: bytes.subarray(start, start + size), length: start + size }
}

/** A masked text frame of under 126 bytes. */
export function textFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const mask = Buffer.from([1, 2, 3, 4])
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length]), mask, payload.map((byte, at) => byte ^ mask.readUInt8(at % 4))])
}
