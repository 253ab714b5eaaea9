import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib'
import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/__fixtures__/test-server.js'

const script = `customElements.define("coach-widget", class extends HTMLElement {})\n`.repeat(50)
let server: TestServer
let widgetDir: string
beforeAll(async () => {
  widgetDir = await mkdtemp(join(tmpdir(), 'coachkit-widget-'))
  await writeFile(join(widgetDir, 'widget.js'), script)
  await writeFile(join(widgetDir, 'widget.js.br'), brotliCompressSync(script))
  await writeFile(join(widgetDir, 'panel.js'), script)
  server = await startTestServer({ widgetDir })
}, 60_000)
afterAll(async () => {
  await server.close()
  await rm(widgetDir, { recursive: true })
})

/** As it comes over the wire: nothing is unpacked. */
async function raw(path: string, headers: Record<string, string> = {}) {
  const asked = request(new URL(server.url + path), { headers })
  asked.end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  return { status: response.statusCode, headers: response.headers, response, body: () => buffer(response) }
}

test('a long answer is compressed for whoever takes that, and says that it depends', async () => {
  const plain = await raw('/openapi.json')
  const text = await plain.body()
  expect(plain.headers).toMatchObject({ 'content-length': String(text.length), vary: expect.stringMatching(/accept-encoding/i) })
  expect(plain.headers).not.toHaveProperty('content-encoding')
  const packed = await raw('/openapi.json', { 'accept-encoding': 'gzip, deflate, br' })
  const bytes = await packed.body()
  expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'application/json', vary: expect.stringMatching(/accept-encoding/i) })
  expect(bytes.length).toBeLessThan(text.length / 5)
  expect(gunzipSync(bytes).equals(text)).toBe(true)
  const refused = await raw('/openapi.json', { 'accept-encoding': 'gzip;q=0' })
  expect(refused.headers).not.toHaveProperty('content-encoding')
  refused.response.destroy()
})

test('a short answer, a refusal and a stream go as they are', async () => {
  const gzip = { 'accept-encoding': 'gzip' }
  const { token } = await server.visitor()
  const { ticket } = await server.call(routes.realtime.ticket, { token })
  const following = await fetch(`${server.url}/v1/realtime/http-stream`, {
    method: 'POST',
    headers: gzip,
    body: `${JSON.stringify({ id: 1, connect: { token: ticket } })}\n`,
  })
  expect([following.status, following.headers.get('content-encoding')]).toEqual([200, null])
  const first = await following.body?.getReader().read()
  expect(new TextDecoder().decode(first?.value)).toContain('"connect"')
  for (const path of ['/v1/nowhere', '/.well-known/jwks.json']) {
    const short = await raw(path, gzip)
    expect(short.headers).not.toHaveProperty('content-encoding')
    expect(JSON.parse(String(await short.body()))).toBeTypeOf('object')
  }
})

describe("the widget's files", () => {
  test.each([
    ['as their build compressed them', '/widget.js', 'gzip, br', 'br', brotliDecompressSync],
    ['packed on the way where it did not', '/panel.js', 'gzip, br', 'gzip', gunzipSync],
    ['packed on the way for whoever does not take that', '/widget.js', 'gzip', 'gzip', gunzipSync],
    ['as they are', '/widget.js', 'identity', undefined, (bytes: Buffer) => bytes],
    ['as they are for whoever refuses', '/widget.js', 'br;q=0', undefined, (bytes: Buffer) => bytes],
  ])('come %s', async (_, path, accepted, encoding, unpack) => {
    const headers = { 'accept-encoding': accepted }
    const file = await raw(path, headers)
    expect(String(unpack(await file.body()))).toBe(script)
    expect(file.headers['content-encoding']).toBe(encoding)
    expect(file.headers).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8', vary: expect.stringMatching(/accept-encoding/i) })
    const again = await raw(path, { ...headers, 'if-none-match': file.headers.etag ?? '' })
    expect([again.status, (await again.body()).length]).toEqual([304, 0])
  })

  test('are other things under other encodings, so that a cache never gives one for the other', async () => {
    const tags = await Promise.all(['br', 'gzip', 'identity'].map(async (encoding) => (await raw('/widget.js', { 'accept-encoding': encoding })).headers.etag))
    expect(new Set(tags).size).toBe(3)
  })
})
