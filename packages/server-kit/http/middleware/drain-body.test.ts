import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

const body = 'x'.repeat(3_000_000)
const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
}, 60_000)
afterAll(() => server.close())

test.each([
  ['of another type', `content-type: text/plain\r\ncontent-length: ${body.length}\r\n\r\n${body}`, 415],
  ['declared too large', `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`, 413],
  ['found too large', `content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${chunk}`, 413],
])('after a body %s the connection carries the next request', async (_, rest, status) => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.write(`POST /v1/channels/sessions HTTP/1.1\r\nhost: localhost\r\n${rest}`)
  socket.write('GET /v1/health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n')
  let text = ''
  socket.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
  })
  await once(socket, 'close')
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`, 'HTTP/1.1 200'])
})
