import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll } from 'vitest'
import { startTestServer, type TestServer } from '../../packages/server-kit/testing/__fixtures__/test-server.js'
import { readFrames, textFrame, upgrade } from './raw-web-socket.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface HandshakeRow extends CorpusRow {
  desc: string
  headers: Record<string, string>
  path: string
}

let server: TestServer
const logged: string[] = []
const log = (...entry: unknown[]) => void logged.push(JSON.stringify(entry))
beforeAll(async () => {
  server = await startTestServer({ allowedOrigins: ['https://example.com'], logger: { info: log, warn: log, error: log } })
})
afterAll(() => server.close())

/**
 * Statuses a row allows. A ticket is the only credential of a socket: one without it may be opened, by a page that is allowed or by
 * what is no browser and names none, and can then do nothing.
 */
const expectations: Record<string, number[]> = {
  '101': [101],
  '101 websocket or 400': [101, 400],
  '400': [400],
  '403': [403],
  '4xx': [400, 403, 404, 426],
  '426 or 400': [400, 426],
  '414/431/400': [400, 414, 431],
  '431/400, process alive': [400, 431],
  '403 unless a server key is used': [101, 403],
  '401/403: cookies alone never authenticate a socket': [101, 401, 403],
  'rejected, or single-use ticket <= 60 s and never logged': [101, 400, 401, 403],
}

runCorpus<HandshakeRow>('ws_handshake', async ({ headers, path, expect }) => {
  const allowed = expectations[expect]
  if (!allowed) return `no check for the expectation ${expect}`
  const { port } = server.server.address() as AddressInfo
  const { status, socket } = await upgrade({ port, path: path.replace('/ws', '/v1/realtime/ws'), headers })
  try {
    if (!allowed.includes(status)) return `status ${status}`
    if (status === 101) {
      const received = readFrames(socket)
      socket.write(textFrame('{"id":1,"connect":{}}'))
      while (received.closeCode === undefined) await received.changed()
      if (received.closeCode !== 3500) return `without a ticket the socket was closed with ${received.closeCode}, after ${received.texts.length} frames`
    }
    const secret = new URLSearchParams(path.split('?')[1]).get('token')
    if (secret && logged.some((entry) => entry.includes(secret))) return 'the token was logged'
    return (await server.request('/v1/health')).status === 200 ? undefined : 'the server no longer answers'
  } finally {
    socket.destroy()
  }
})
