import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { AdapterError, type Scanner, type ScanVerdict } from '../../../ports/index.js'

/** Where clamd listens: `TCPSocket` and `TCPAddr`, or `LocalSocket` of its configuration. */
export type ClamdOptions = { host: string; port: number } | { socketPath: string }

/** Far above any reply. */
const longestReply = 4096

/** Scans with ClamAV's daemon: each file is sent to it over a connection of its own, by the command INSTREAM. */
export function clamd(options: ClamdOptions): Scanner {
  return {
    async scan(bytes, { signal }) {
      signal.throwIfAborted()
      const socket = connect('socketPath' in options ? { path: options.socketPath } : { host: options.host, port: options.port })
      const onAbort = () => socket.destroy(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
      signal.addEventListener('abort', onAbort, { once: true })
      const reply = replyOf(socket)
      try {
        await Promise.race([send(socket, bytes), reply])
        return verdictOf(await reply)
      } catch (error) {
        throw scanError(error, signal)
      } finally {
        signal.removeEventListener('abort', onAbort)
        socket.destroy()
        // Whoever failed first was told.
        await reply.catch(() => undefined)
      }
    },
  }
}

class SourceError extends Error {}

/** Pieces with their length in front, and an empty one at the end. */
async function send(socket: Socket, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  await write(socket, Buffer.from('zINSTREAM\0'))
  const pieces = bytes[Symbol.asyncIterator]()
  try {
    // Told to stop by a reply that came early, it closes; then there is nobody to write to.
    while (!socket.destroyed && !socket.readableEnded) {
      const next = await pieces.next().catch((cause: unknown) => {
        throw new SourceError('The file cannot be read.', { cause })
      })
      if (next.done) return await write(socket, Buffer.alloc(4))
      if (next.value.length === 0) continue
      const length = Buffer.alloc(4)
      length.writeUInt32BE(next.value.length)
      await write(socket, Buffer.concat([length, next.value]))
    }
  } finally {
    await pieces.return?.()
  }
}

async function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  if (socket.destroyed || socket.write(bytes)) return
  const settled = new AbortController()
  await Promise.race([once(socket, 'drain', settled), once(socket, 'close', settled)]).catch(() => undefined)
  settled.abort()
}

/** What came until the connection ended; a reply that ends in NUL is whole whatever becomes of the connection. */
function replyOf(socket: Socket): Promise<string> {
  const reply = new Promise<string>((resolve, reject) => {
    let text = ''
    socket.on('data', (piece: Buffer) => {
      text += piece.toString('latin1')
      const end = text.indexOf('\0')
      if (end >= 0) resolve(text.slice(0, end))
      else if (text.length > longestReply) reject(new Error('A reply without an end.'))
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('The connection ended without a reply.')))
  })
  reply.catch(() => undefined)
  return reply
}

function verdictOf(reply: string): ScanVerdict {
  const [, signature] = /^stream: (.+) FOUND$/.exec(reply) ?? []
  if (signature !== undefined) return { verdict: 'infected', signature }
  if (reply === 'stream: OK') return { verdict: 'clean' }
  if (/size limit exceeded/i.test(reply)) {
    throw clamdError({ code: 'too_large', retryable: false, message: 'The file is larger than clamd takes. Raise StreamMaxLength in its configuration.' })
  }
  throw clamdError({ code: 'refused', retryable: true, message: 'clamd could not scan the file. See its log.' })
}

function scanError(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof SourceError) return error.cause
  if (AdapterError.isInstance(error)) return error
  if (signal.aborted) return clamdError({ code: 'timeout', retryable: true, message: 'clamd took too long to answer.', cause: error })
  return clamdError({
    code: 'unreachable',
    retryable: true,
    message: 'clamd cannot be reached. Check that it runs and that its address is right.',
    cause: error,
  })
}

function clamdError(input: { code: string; retryable: boolean; message: string; cause?: unknown }): AdapterError {
  return new AdapterError({ adapter: 'clamd', ...input })
}
