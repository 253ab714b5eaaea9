import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Egress } from '../../ports/index.js'
import { type FakeInternet, fakeInternet, publicAddress } from './__fixtures__/fake-internet.js'
import { createEgress, type EgressOptions } from './index.js'

interface Seen {
  method: string | undefined
  host: string | undefined
  path: string | undefined
  authorization: string | undefined
  body: string
}

let internet: FakeInternet
let pages: Map<string, (request: IncomingMessage, response: ServerResponse) => void>
let seen: Seen[]
const open: Egress[] = []

beforeEach(async () => {
  pages = new Map()
  seen = []
  internet = await fakeInternet(async (request, response) => {
    const { host, authorization } = request.headers
    seen.push({ method: request.method, host, path: request.url, authorization, body: await text(request) })
    const page = pages.get(`${host}${request.url}`)
    if (page) page(request, response)
    else response.end('hello')
  })
})

afterEach(async () => {
  for (const egress of open.splice(0)) await egress.close()
  await internet.close()
})

function egressOf(options: EgressOptions = {}): Egress {
  const egress = createEgress({ resolve: internet.resolve, connectTo: internet.connectTo, ...options })
  open.push(egress)
  return egress
}
const redirect = (address: string, to: string, status = 302) => pages.set(address, (_request, response) => response.writeHead(status, { location: to }).end())
const blocked = { adapter: 'egress', code: 'blocked', retryable: false }

describe('where it goes', () => {
  it('fetches a public page and says where it came from', async () => {
    pages.set('news.example.com/a?b=1', (_request, response) => response.writeHead(201, { 'x-made': 'yes' }).end('the page'))
    const response = await egressOf().fetch('http://news.example.com/a?b=1#part')
    expect([response.status, response.headers.get('x-made'), await response.text()]).toEqual([201, 'yes', 'the page'])
    expect(internet.dialled).toEqual([{ address: publicAddress, port: 80 }])
    expect(response.url).toBe('http://news.example.com/a?b=1#part')
  })

  it.each([
    'http://127.0.0.1/',
    'http://[::ffff:10.0.0.1]/',
    'http://168.63.129.16/metadata',
    'http://localhost/',
    'http://printer/',
    'http://vault.internal/',
    'http://metadata.goog/',
    'http://example.com:22/',
    'http://user:pass@example.com/',
    'http://example.com\\@evil.test/',
    'ftp://example.com/',
  ])('refuses %s without asking anybody', async (url) => {
    await expect(egressOf().fetch(url)).rejects.toMatchObject(blocked)
    expect(internet.dialled).toEqual([])
  })

  it('refuses a name when one of its addresses is private', async () => {
    internet.names.set('mixed.example.com', [publicAddress, '::1'])
    await expect(egressOf().fetch('http://mixed.example.com/')).rejects.toMatchObject(blocked)
    expect(internet.dialled).toEqual([])
  })

  it('connects to the address it checked, whatever the name answers next', async () => {
    internet.names.set('rebind.example.com', [[publicAddress], ['127.0.0.1']])
    expect(await (await egressOf().fetch('http://rebind.example.com/')).text()).toBe('hello')
    await expect(egressOf().fetch('http://rebind.example.com/')).rejects.toMatchObject(blocked)
    expect(internet.dialled).toEqual([{ address: publicAddress, port: 80 }])
  })

  it("tries a name's next address when the first does not answer", async () => {
    internet.names.set('two.example.com', ['93.184.216.1', '93.184.216.2'])
    const closed = await closedPort()
    const connectTo: EgressOptions['connectTo'] = (endpoint) =>
      endpoint.address === '93.184.216.1' ? { address: '127.0.0.1', port: closed } : internet.connectTo(endpoint)
    expect(await (await egressOf({ connectTo }).fetch('http://two.example.com/')).text()).toBe('hello')
  })

  it("reaches the operator's own private origin, and nothing beside it", async () => {
    const egress = egressOf({ allowPrivate: ['http://127.0.0.1:11434/api'] })
    expect(await (await egress.fetch('http://127.0.0.1:11434/api/tags')).text()).toBe('hello')
    await expect(egress.fetch('http://127.0.0.1:11435/')).rejects.toMatchObject(blocked)
    await expect(egress.fetch('http://127.0.0.1/')).rejects.toMatchObject(blocked)
  })

  it('takes further ports when told', async () => {
    expect(await (await egressOf({ ports: [8080] }).fetch('http://example.com:8080/')).text()).toBe('hello')
    await expect(egressOf({ ports: [8080] }).fetch('http://example.com/')).rejects.toMatchObject(blocked)
  })

  it('says that a name without an address cannot be reached, and that this may pass', async () => {
    internet.names.set('gone.example.com', [])
    await expect(egressOf().fetch('http://gone.example.com/')).rejects.toMatchObject({ code: 'unreachable', retryable: true })
  })
})

describe('redirects', () => {
  it('are followed up to the third', async () => {
    redirect('a.example.com/', 'http://b.example.com/1')
    redirect('b.example.com/1', '/2')
    redirect('b.example.com/2', '//c.example.com/3')
    const response = await egressOf().fetch('http://a.example.com/')
    expect([response.url, await response.text()]).toEqual(['http://c.example.com/3', 'hello'])
    redirect('c.example.com/3', '/4')
    await expect(egressOf().fetch('http://a.example.com/')).rejects.toMatchObject(blocked)
  })

  it.each([
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    'http://b.example.com:22/',
    'http://10.0.0.1/',
    'http://a:b@b.example.com/',
    'http://[',
    '//localhost/',
  ])('to %s are refused', async (location) => {
    redirect('a.example.com/', location)
    await expect(egressOf().fetch('http://a.example.com/')).rejects.toMatchObject(blocked)
    expect(seen).toHaveLength(1)
  })

  it('to a name that leads inside are refused', async () => {
    redirect('a.example.com/', 'http://inside.example.com/')
    internet.names.set('inside.example.com', ['10.1.2.3'])
    await expect(egressOf().fetch('http://a.example.com/')).rejects.toMatchObject(blocked)
    expect(seen).toHaveLength(1)
  })

  it('do not carry a credential to another origin', async () => {
    redirect('a.example.com/', '/second')
    redirect('a.example.com/second', 'http://b.example.com/')
    await egressOf().fetch('http://a.example.com/', { headers: { Authorization: 'Bearer secret' } })
    expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer secret', 'Bearer secret', undefined])
  })

  it('keep the method and body on 307 and drop them on 302', async () => {
    redirect('a.example.com/307', '/end', 307)
    redirect('a.example.com/302', '/end', 302)
    const post = { method: 'POST', body: 'question', headers: { 'content-type': 'text/plain' } }
    await egressOf().fetch('http://a.example.com/307', post)
    await egressOf().fetch('http://a.example.com/302', post)
    expect(seen.map(({ method, body }) => `${method} ${body}`)).toEqual(['POST question', 'POST question', 'POST question', 'GET '])
  })

  it('are handed back when the caller wants them', async () => {
    redirect('a.example.com/', 'http://10.0.0.1/')
    const response = await egressOf().fetch('http://a.example.com/', { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([302, 'http://10.0.0.1/'])
  })
})

describe('size and time', () => {
  it('reads up to the cap and no further', async () => {
    pages.set('a.example.com/exact', (_request, response) => response.end('x'.repeat(1000)))
    pages.set('a.example.com/over', (_request, response) => response.end('x'.repeat(1001)))
    const egress = egressOf({ maxBytes: 1000 })
    expect((await (await egress.fetch('http://a.example.com/exact')).text()).length).toBe(1000)
    await expect((await egress.fetch('http://a.example.com/over')).text()).rejects.toMatchObject({ code: 'too_large', retryable: false })
  })

  it('counts what a compressed body becomes', async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000))
    pages.set('a.example.com/', (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    await expect((await egressOf({ maxBytes: 100_000 }).fetch('http://a.example.com/')).arrayBuffer()).rejects.toMatchObject({ code: 'too_large' })
    const response = await egressOf().fetch('http://a.example.com/')
    expect([response.headers.get('content-encoding'), (await response.arrayBuffer()).byteLength]).toEqual([null, 1_000_000])
  })

  it('ends when the answer never begins, and when it never ends', async () => {
    pages.set('a.example.com/silent', () => undefined)
    pages.set('a.example.com/drip', (_request, response) => void response.write('x'))
    const timeout = { code: 'timeout', retryable: true }
    await expect(egressOf({ timeoutMs: 100 }).fetch('http://a.example.com/silent')).rejects.toMatchObject(timeout)
    const reading = egressOf({ timeoutMs: 100 })
      .fetch('http://a.example.com/drip')
      .then((response) => response.text())
    await expect(reading).rejects.toMatchObject(timeout)
  })

  it("ends with the caller's reason", async () => {
    const leaving = new AbortController()
    pages.set('a.example.com/', () => leaving.abort(new Error('the caller left')))
    await expect(egressOf().fetch('http://a.example.com/', { signal: leaving.signal })).rejects.toThrow('the caller left')
  })

  it('hands on answers that have no body', async () => {
    pages.set('a.example.com/', (_request, response) => response.writeHead(204).end())
    const response = await egressOf().fetch('http://a.example.com/')
    expect([response.status, response.body]).toEqual([204, null])
  })
})

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
