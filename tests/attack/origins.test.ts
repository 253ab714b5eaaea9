import type { AddressInfo } from 'node:net'
import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, vi } from 'vitest'
import { parseAllowedDomain } from '../../packages/server-kit/domain/origin/allowed-domain.js'
import { originAllowed } from '../../packages/server-kit/domain/origin/origin-allowed.js'
import { startTestServer, type TestServer } from '../../packages/server-kit/testing/__fixtures__/test-server.js'
import { type RawAnswer, rawRequest, requestHead } from './raw-request.js'
import { readFrames, textFrame, upgrade } from './raw-web-socket.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface OriginRow extends CorpusRow {
  allow: string[]
  payload: string | null
  expect: 'allow' | 'deny'
}
interface Target {
  slug: string
  token: string
}

let server: TestServer
beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production')
  server = await startTestServer()
}, 60_000)
afterAll(async () => {
  await server.close()
  vi.unstubAllEnvs()
})

const doors: Record<string, (target: Target, headers: Record<string, string>) => Promise<string>> = {
  'a new session': ({ slug }, headers) => call({ route: routes.sessions.create, headers, body: JSON.stringify({ creator: slug }) }),
  'the widget': ({ slug }, headers) => call({ route: routes.widget.config, path: `/v1/widgets/${slug}/config`, headers }),
  'a credential': ({ token }, headers) => call({ route: routes.conversations.list, headers: { ...headers, authorization: `Bearer ${token}` } }),
  'a stream': ({ token }, headers) => stream(token, headers),
  'a socket': ({ token }, headers) => socket(token, headers),
}

runCorpus<OriginRow>('origins', async (row) => {
  const rule = originAllowed({ origin: row.payload ?? undefined, host: 'coach.internal.test', allowedDomains: row.allow, development: false })
  if (rule !== (row.expect === 'allow')) return `the rule: ${rule}: ${row.payload}`
  const target = await targetFor(row.allow)
  const headers = asBrowser(row.payload)
  for (const [door, knock] of Object.entries(doors)) {
    const answer = await knock(target, headers)
    if (answer !== row.expect) return `${door}: ${answer}: ${row.payload}`
  }
  return undefined
})

/** What a browser sends from a page of this origin. */
function asBrowser(origin: string | null): Record<string, string> {
  const browser = { 'user-agent': 'Mozilla/5.0', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }
  return origin === null ? browser : { ...browser, origin }
}

const targets = new Map<string, Promise<Target>>()

/** A creator with the row's list, and its visitor. An entry that the kit refuses to keep allows nobody. */
function targetFor(allow: string[]): Promise<Target> {
  const name = allow.join(' ')
  const known = targets.get(name)
  if (known) return known
  const slug = `creator-${targets.size}`
  const made = (async () => {
    const allowedDomains = allow.filter((entry) => parseAllowedDomain(entry))
    await server.coach.setup.ensureCreator({ slug, name: slug, language: 'en', allowedDomains })
    return { slug, token: (await server.call(routes.sessions.create, { body: { creator: slug } })).token }
  })()
  targets.set(name, made)
  return made
}

async function call(input: { route: { method: string; path: string }; path?: string; headers: Record<string, string>; body?: string }): Promise<string> {
  const { route, path = route.path, body = '' } = input
  const preflight = await raw('OPTIONS', path, { ...input.headers, 'access-control-request-method': route.method }, '')
  const answer = await raw(route.method, path, { ...input.headers, ...(body ? { 'content-type': 'application/json' } : {}) }, body)
  const said = verdict(answer, input.headers.origin)
  return said === 'allow' && preflight.status !== 204 ? 'allowed, but for its preflight' : said
}

async function raw(method: string, path: string, headers: Record<string, string>, body: string): Promise<RawAnswer> {
  const sized = body ? { ...headers, 'content-length': String(Buffer.byteLength(body)) } : headers
  const [answer] = await rawRequest(server.url, requestHead(server.url, `${method} ${path} HTTP/1.1`, sized) + body)
  if (!answer) throw new Error('hung up')
  return answer
}

function verdict({ status, headers, body }: RawAnswer, origin: string | undefined): string {
  const readable = headers.find(([name]) => name === 'access-control-allow-origin')?.[1]
  if (status < 300) return readable === origin ? 'allow' : `${status}, but unreadable`
  if (status !== 403 || !body.includes('ORIGIN_001')) return `status ${status}`
  return readable === '*' ? 'deny' : `refused, but with ${readable}`
}

async function ticketOf(token: string): Promise<string> {
  return (await server.call(routes.realtime.ticket, { token })).ticket
}

async function stream(token: string, headers: Record<string, string>): Promise<string> {
  const body = JSON.stringify({ id: 1, connect: { token: await ticketOf(token) } })
  const leave = new AbortController()
  // A payload that is no header at all cannot be sent by this client; the raw ones above have tried it.
  const sent = { ...headers, ...(headers.origin === '' ? { origin: 'null' } : {}) }
  const response = await fetch(`${server.url}/v1/realtime/http-stream`, { method: 'POST', headers: sent, body, signal: leave.signal })
  if (response.status === 403) return ((await response.text()).includes('ORIGIN_001') && 'deny') || 'refused for another reason'
  const first = await response.body?.getReader().read()
  leave.abort()
  if (response.headers.get('access-control-allow-origin') !== headers.origin) return 'unreadable'
  return new TextDecoder().decode(first?.value).includes('"connect"') ? 'allow' : 'not connected'
}

async function socket(token: string, headers: Record<string, string>): Promise<string> {
  const { port, host } = Object.assign(server.server.address() as AddressInfo, { host: new URL(server.url).host })
  const handshake = { host, connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' }
  const { status, socket } = await upgrade({ port, path: '/v1/realtime/ws', headers: { ...handshake, ...headers } })
  try {
    if (status !== 101) return status === 403 ? 'deny' : `status ${status}`
    const received = readFrames(socket)
    socket.write(textFrame(JSON.stringify({ id: 1, connect: { token: await ticketOf(token) } })))
    while (received.texts.length === 0 && received.closeCode === undefined) await received.changed()
    return received.texts[0]?.includes('"connect"') ? 'allow' : `closed with ${received.closeCode}`
  } finally {
    socket.destroy()
  }
}
