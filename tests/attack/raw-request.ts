import { once } from 'node:events'
import { connect } from 'node:net'

const idleMs = 5000

export interface RawAnswer {
  status: number
  /** Names in lower case; a repeated header keeps its values apart. */
  headers: [name: string, value: string][]
  body: string
}

/**
 * Writes bytes to a server as they are and returns every answer that came back before it closed the connection.
 * None: the server hung up, which is an answer too.
 */
export async function rawRequest(url: string, bytes: string | Uint8Array): Promise<RawAnswer[]> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  const received: Buffer[] = []
  socket.on('data', (chunk: Buffer) => received.push(chunk))
  // A server that hangs up on garbage may do so while we still write.
  socket.on('error', () => undefined)
  // Ask the server to close: a half-closed socket reads to it as a caller who left. One that waits for more is left after a while.
  socket.setTimeout(idleMs, () => socket.destroy())
  socket.write(bytes)
  await once(socket, 'close')
  return readAnswers(Buffer.concat(received).toString('latin1'))
}

/** The start of a request with a head of our own; the server is asked to close afterwards. */
export function requestHead(url: string, requestLine: string, headers: Record<string, string> = {}): string {
  const lines = Object.entries({ host: new URL(url).host, connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${requestLine}\r\n${lines.join('')}\r\n`
}

function readAnswers(text: string): RawAnswer[] {
  const answers: RawAnswer[] = []
  for (let rest = text; rest !== ''; ) {
    const [head = ''] = rest.split('\r\n\r\n', 1)
    const [statusLine = '', ...lines] = head.split('\r\n')
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1])
    if (!status) throw new Error(`not an answer: ${rest.slice(0, 60)}`)
    const headers = lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()])
    const { body, rest: behind } = readBody(rest.slice(head.length + 4), new Map(headers))
    answers.push({ status, headers, body })
    rest = behind
  }
  return answers
}

function readBody(text: string, headers: Map<string, string>): { body: string; rest: string } {
  if (headers.get('transfer-encoding') !== 'chunked') {
    const length = headers.has('content-length') ? Number(headers.get('content-length')) : text.length
    return { body: text.slice(0, length), rest: text.slice(length) }
  }
  let body = ''
  let at = 0
  for (;;) {
    const line = text.indexOf('\r\n', at)
    const size = Number.parseInt(text.slice(at, line), 16)
    body += text.slice(line + 2, line + 2 + size)
    at = line + 2 + size + 2
    if (!(size > 0)) return { body, rest: text.slice(at) }
  }
}
