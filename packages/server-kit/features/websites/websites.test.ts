import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { routes, type WebPage, type Website, type WebsiteEvent } from '@coachkit/contract'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test, vi } from 'vitest'
import { type FakeInternet, fakeInternet } from '../../adapters/egress/__fixtures__/fake-internet.js'
import { createEgress } from '../../adapters/egress/index.js'
import { openFrameClient } from '../../realtime/__fixtures__/frame-client.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

interface Resource {
  status?: number
  body?: string | Uint8Array
  headers?: Record<string, string>
}
/** What the site says now, by host and path. */
const site = new Map<string, Resource>()
let asked: { url: string; headers: IncomingMessage['headers']; at: number; status: number }[] = []
let atOnce = 0
let mostAtOnce = 0
let internet: FakeInternet
let server: TestServer

beforeAll(async () => {
  internet = await fakeInternet(answer)
  server = await startTestServer({ egress: createEgress({ resolve: internet.resolve, connectTo: internet.connectTo }), websiteDelayMs: 0 })
}, 60_000)
afterAll(async () => {
  await server.close()
  await internet.close()
})
beforeEach(() => {
  site.clear()
  asked = []
  mostAtOnce = 0
})
afterEach(async () => {
  for (const { id } of (await server.call(routes.websites.list, { token: server.key })).items)
    await server.call(routes.websites.remove, { token: server.key, params: { websiteId: id } })
  expect(await server.coach.setup.findOrphans()).toEqual([])
})

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = `${request.headers.host}${request.url}`
  const { status = 200, body = '', headers = {} } = site.get(url) ?? { status: 404 }
  const etag = status === 200 ? `"${createHash('sha256').update(body).digest('hex')}"` : undefined
  const isSame = etag !== undefined && request.headers['if-none-match'] === etag
  asked.push({ url, headers: request.headers, at: Date.now(), status: isSame ? 304 : status })
  atOnce += 1
  mostAtOnce = Math.max(mostAtOnce, atOnce)
  response.on('close', () => {
    atOnce -= 1
  })
  response.writeHead(isSame ? 304 : status, { 'content-type': 'text/html; charset=utf-8', ...(etag ? { etag } : {}), ...headers })
  response.end(isSame ? undefined : body)
}

const page = (title: string, text: string) => ({
  body: `<html><head><title>${title}</title></head><body><main><h1>${title}</h1><p>${text}</p></main></body></html>`,
})
const urlset = (...paths: string[]) => ({
  body: `<urlset>${paths.map((path) => `<url><loc>http://ana.org${path}</loc></url>`).join('')}</urlset>`,
  headers: { 'content-type': 'application/xml' },
})
const add = async (body: { address: string; kind?: 'page' | 'sitemap'; refreshHours?: number | null }) =>
  ended((await server.call(routes.websites.add, { token: server.key, body })).website)
const refresh = async ({ id: websiteId }: Website) => ended(await server.call(routes.websites.refresh, { token: server.key, params: { websiteId } }))
const pagesOf = async (websiteId: string) => (await server.call(routes.websites.pages, { token: server.key, params: { websiteId } })).items
const search = async (q: string) => (await server.call(routes.knowledge.search, { token: server.key, query: { q } })).items
const isSettled = (each: WebPage) => each.status !== 'waiting' && each.documentStatus !== 'pending' && each.documentStatus !== 'processing'

/** The website once its reading ended and its documents were read. */
async function ended({ id: websiteId }: Website): Promise<Website> {
  for (;;) {
    const { status } = await server.call(routes.websites.get, { token: server.key, params: { websiteId } })
    const items = status === 'ready' ? await pagesOf(websiteId) : []
    if (status === 'failed' || (status === 'ready' && items.every(isSettled)))
      return server.call(routes.websites.get, { token: server.key, params: { websiteId } })
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('a page becomes a document that is found, names its title and keeps its address for citations', async () => {
  site.set('ana.org/precios', page('Tarifas de Ana', 'Una sesión de masaje cuesta ochenta euros.'))
  const website = await add({ address: 'http://ana.org/precios#arriba' })
  expect(website).toMatchObject({ address: 'http://ana.org/precios', kind: 'page', status: 'ready', pageCount: 1, readCount: 1, failedCount: 0 })
  expect(await search('masaje')).toMatchObject([{ documentName: 'Tarifas de Ana', source: 'http://ana.org/precios' }])
  const [read] = await pagesOf(website.id)
  expect(read).toMatchObject({ address: 'http://ana.org/precios', status: 'read', documentStatus: 'ready' })
  const { token, conversationId } = await server.visitor()
  await server.call(routes.messages.send, { token, params: { conversationId }, body: { clientMessageId: 'a', text: '¿Cuánto cuesta una sesión de masaje?' } })
  await expect
    .poll(async () => (await server.call(routes.messages.list, { token, params: { conversationId } })).items.at(-1)?.citations, { timeout: 10_000 })
    .toMatchObject([{ source: 'http://ana.org/precios', documentName: 'Tarifas de Ana' }])
  expect(asked.map(({ url }) => url)).toEqual(['ana.org/robots.txt', 'ana.org/precios'])
  expect(asked[1]?.headers['user-agent']).toMatch(/^CoachKit /)
})

test('members are told live how far a website is, page by page, and that it went', async () => {
  const { ticket } = await server.call(routes.realtime.ticket, { token: server.key })
  const client = await openFrameClient(`${server.url.replace('http', 'ws')}/v1/realtime/ws`)
  client.send({ id: 1, connect: { token: ticket } }, { id: 2, subscribe: { channel: `creator:${server.creatorId}` } })
  expect(await client.reply(2)).toHaveProperty('subscribe')
  const told = () => client.frames.flatMap(({ push }) => (push?.pub ? [push.pub.data as WebsiteEvent] : [])).filter(({ type }) => type.startsWith('website.'))
  site.set('ana.org/sitemap.xml', urlset('/uno', '/dos', '/tres'))
  site.set('ana.org/uno', page('Uno', 'La primera página habla de bicicletas.'))
  site.set('ana.org/dos', page('Dos', 'La segunda página habla de patines.'))
  const { id: websiteId } = await add({ address: 'http://ana.org/', kind: 'sitemap' })
  await vi.waitFor(() => expect(told().at(-1)?.type).toBe('website.ready'))
  const steps = told().flatMap((event) => ('website' in event ? [[event.type, event.website.pageCount, event.website.failedCount]] : []))
  expect(steps[0]).toEqual(['website.reading', 0, 0])
  expect(steps).toContainEqual(['website.reading', 3, 0])
  expect(steps).toContainEqual(['website.reading', 3, 1])
  expect(steps.at(-1)).toEqual(['website.ready', 3, 1])
  await server.call(routes.websites.remove, { token: server.key, params: { websiteId } })
  await vi.waitFor(() => expect(told().at(-1)).toEqual({ type: 'website.removed', websiteId }))
  const nowhere = await add({ address: 'http://nada.org/', kind: 'sitemap' })
  await vi.waitFor(() => expect(told().at(-1)).toMatchObject({ type: 'website.failed', website: { id: nowhere.id, failure: { code: 'WEBSITE_008' } } }))
  client.socket.close()
})

test('a changed page takes the place of what it was; one that did not change is not read again; one that is gone goes', async () => {
  site.set('ana.org/horario', page('Horario', 'Abrimos los lunes a las nueve de la mañana.'))
  const website = await add({ address: 'http://ana.org/horario' })
  const [first] = await pagesOf(website.id)
  await refresh(website)
  expect(asked.at(-1)).toMatchObject({ url: 'ana.org/horario', status: 304 })
  expect(await pagesOf(website.id)).toMatchObject([{ documentId: first?.documentId }])

  site.set('ana.org/horario', page('Horario', 'Abrimos los martes a las diez de la mañana.'))
  await refresh(website)
  const [second] = await pagesOf(website.id)
  expect(second?.documentId).not.toBe(first?.documentId)
  expect((await search('a qué hora de la mañana abrimos')).map(({ text }) => text).join()).toMatch(/martes(?!.*lunes)/s)
  expect((await server.call(routes.knowledge.list, { token: server.key })).items).toHaveLength(1)

  site.delete('ana.org/horario')
  expect(await refresh(website)).toMatchObject({ status: 'ready', readCount: 0, failedCount: 1 })
  expect(await pagesOf(website.id)).toMatchObject([{ status: 'failed', failure: { code: 'WEBSITE_004', message: expect.stringMatching(/no existe/) } }])
  expect(await search('mañana')).toEqual([])
})

test('a sitemap: its own pages alone, one request at a time, each kind of document, and pages that leave it go', async () => {
  site.set('mapa.org/robots.txt', { body: 'User-agent: *\nDisallow: /privado\nSitemap: http://mapa.org/mapas.xml', headers: { 'content-type': 'text/plain' } })
  site.set('mapa.org/mapas.xml', {
    body: '<sitemapindex><sitemap><loc>http://mapa.org/a.xml.gz</loc></sitemap><sitemap><loc>http://evil.org/b.xml</loc></sitemap></sitemapindex>',
  })
  const listed = ['/uno', '/dos.md', '/tres.txt', '/privado/cuatro', '/foto.png', '/roto']
  const packed = (paths: string[]) => ({
    body: gzipSync(
      urlset(...paths)
        .body.replaceAll('ana.org', 'mapa.org')
        .replace('</urlset>', '<url><loc>http://otra.org/x</loc></url></urlset>'),
    ),
  })
  site.set('mapa.org/a.xml.gz', packed(listed))
  site.set('mapa.org/uno', page('Uno', 'La primera página habla de bicicletas.'))
  site.set('mapa.org/dos.md', { body: '# Dos\n\nLa segunda habla de patines.', headers: { 'content-type': 'text/plain' } })
  site.set('mapa.org/tres.txt', { body: 'La tercera habla de trineos.', headers: { 'content-type': 'text/plain' } })
  site.set('mapa.org/privado/cuatro', page('Cuatro', 'Esto es privado.'))
  site.set('mapa.org/foto.png', { body: 'png', headers: { 'content-type': 'image/png' } })
  site.set('mapa.org/roto', { status: 403 })
  const website = await add({ address: 'http://mapa.org', kind: 'sitemap', refreshHours: 24 })
  expect(website).toMatchObject({ status: 'ready', refreshHours: 24, pageCount: 6, readCount: 3, failedCount: 3 })
  expect((await pagesOf(website.id)).map(({ address, failure }) => [new URL(address).pathname, failure?.code])).toEqual([
    ['/dos.md', undefined],
    ['/foto.png', 'WEBSITE_006'],
    ['/privado/cuatro', 'WEBSITE_002'],
    ['/roto', 'WEBSITE_005'],
    ['/tres.txt', undefined],
    ['/uno', undefined],
  ])
  expect(mostAtOnce).toBe(1)
  expect(asked.map(({ url }) => url).filter((url) => !url.startsWith('mapa.org') || url.includes('privado'))).toEqual([])
  expect(await search('patines')).toMatchObject([{ source: 'http://mapa.org/dos.md' }])

  site.set('mapa.org/a.xml.gz', packed(['/uno']))
  expect(await refresh(website)).toMatchObject({ pageCount: 1, readCount: 1 })
  expect(await search('patines')).toEqual([])
  expect(await search('bicicletas')).toHaveLength(1)
})

test('two pages with one text are one document, which stays as long as one of them shows it', async () => {
  const same = page('Aviso', 'Cerramos en agosto por vacaciones.')
  for (const path of ['a', 'b']) site.set(`ana.org/${path}`, same)
  const [one, two] = [await add({ address: 'http://ana.org/a' }), await add({ address: 'http://ana.org/b' })]
  site.set('ana.org/a', page('Aviso', 'Cerramos en julio por obras.'))
  await refresh(one)
  expect((await search('cerramos')).map(({ text }) => text).sort()).toEqual([expect.stringContaining('agosto'), expect.stringContaining('julio')])
  await server.call(routes.websites.remove, { token: server.key, params: { websiteId: two.id } })
  expect((await search('cerramos')).map(({ text }) => text)).toEqual([expect.stringContaining('julio')])
})

test('a page whose document is removed by hand stays out; a file uploaded by hand stays when the website goes', async () => {
  site.set('ana.org/tarifas.txt', { body: 'Tarifa plana de cien euros al mes.', headers: { 'content-type': 'text/plain' } })
  const website = await add({ address: 'http://ana.org/tarifas.txt' })
  const documentId = (await pagesOf(website.id))[0]?.documentId ?? ''
  await server.call(routes.knowledge.remove, { token: server.key, params: { documentId } })
  const before = asked.length
  await refresh(website)
  expect(asked).toHaveLength(before)
  expect(await pagesOf(website.id)).toMatchObject([{ status: 'excluded' }])
  await server.call(routes.websites.remove, { token: server.key, params: { websiteId: website.id } })

  const again = await add({ address: 'http://ana.org/tarifas.txt' })
  await server.ingest(new File(['Tarifa plana de cien euros al mes.'], 'tarifas.txt'))
  await server.call(routes.websites.remove, { token: server.key, params: { websiteId: again.id } })
  expect(await search('tarifa plana')).toHaveLength(1)
  await server.call(routes.knowledge.remove, { token: server.key, params: { documentId } })
})

describe('what cannot be read says why', () => {
  it.each([
    ['a private address', 'http://169.254.169.254/latest'],
    ['a name of this network', 'http://localhost/'],
    ['another scheme', 'file:///etc/passwd'],
    ['another port', 'http://ana.org:8080/'],
    ['a password', 'http://a:b@ana.org/'],
    ['nonsense', 'http://'],
  ])('%s is refused at once', async (_, address) => {
    const response = await server.request(routes.websites.add.path, {
      method: 'POST',
      body: JSON.stringify({ address }),
      headers: { 'content-type': 'application/json' },
      token: server.key,
    })
    await expectRefusal(response, 'WEBSITE_001')
    expect(asked).toEqual([])
  })

  it('a site of the own network is added where the door leads there, and nothing beside it', async () => {
    const egress = createEgress({ resolve: internet.resolve, connectTo: internet.connectTo, allowPrivate: ['http://10.1.2.3:8080'] })
    const inside = await startTestServer({ egress, websiteDelayMs: 0 })
    try {
      const add = (address: string) => inside.call(routes.websites.add, { body: { address }, token: inside.key })
      expect(await add('http://10.1.2.3:8080/manual')).toMatchObject({ website: { address: 'http://10.1.2.3:8080/manual' } })
      await expect(add('http://10.1.2.3/manual')).rejects.toThrow('WEBSITE_001')
    } finally {
      await inside.close()
    }
  })

  it.each<[string, Record<string, Resource>, string | undefined, string]>([
    [
      'a redirect to another site',
      { 'ana.org/': { status: 302, headers: { location: 'http://otra.org/' } }, 'otra.org/': { body: 'x' } },
      undefined,
      'WEBSITE_007',
    ],
    ['a redirect inside', { 'ana.org/': { status: 302, headers: { location: 'http://169.254.169.254/' } } }, undefined, 'WEBSITE_001'],
    ['a name that leads inside', {}, 'dentro.org', 'WEBSITE_001'],
    ['too large', { 'ana.org/': { body: 'a'.repeat(11 * 1024 * 1024) } }, undefined, 'WEBSITE_009'],
    ['a page without text', { 'ana.org/': { body: '<html><body><img></body></html>' } }, undefined, 'DOCUMENT_006'],
    ['a PDF that is none', { 'ana.org/': { body: 'hola', headers: { 'content-type': 'application/pdf' } } }, undefined, 'DOCUMENT_004'],
    ['an empty page', { 'ana.org/': { body: '' } }, undefined, 'DOCUMENT_003'],
  ])('%s', async (_, resources, host, code) => {
    internet.names.set('dentro.org', ['10.0.0.1'])
    for (const [url, resource] of Object.entries(resources)) site.set(url, resource)
    const website = await add({ address: `http://${host ?? 'ana.org'}/` })
    expect(await pagesOf(website.id)).toMatchObject([{ status: 'failed', failure: { code } }])
  })

  it('a website without a sitemap', async () => {
    expect(await add({ address: 'http://nada.org/', kind: 'sitemap' })).toMatchObject({ status: 'failed', failure: { code: 'WEBSITE_008' } })
  })
})

test('another creator sees none of it', async () => {
  site.set('ana.org/', page('Inicio', 'Hola a todo el mundo.'))
  const website = await add({ address: 'http://ana.org/' })
  const { id: creatorId } = await server.coach.setup.ensureCreator({ slug: 'eva', name: 'Eva', language: 'es' })
  const { key } = await server.coach.setup.createApiKey({ creatorId, name: 'eva' })
  expect((await server.call(routes.websites.list, { token: key })).items).toEqual([])
  for (const [method, path] of [
    ['GET', ''],
    ['GET', '/pages'],
    ['POST', '/refresh'],
    ['DELETE', ''],
  ] as const) {
    await expectRefusal(await server.request(`${routes.websites.add.path}/${website.id}${path}`, { method, token: key }), 'RESOURCE_001')
  }
})
