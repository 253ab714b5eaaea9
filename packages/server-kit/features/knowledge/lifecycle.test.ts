import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Document, type RouteDefinition, routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { workerExtractor } from '../../adapters/text-extractor/worker/index.js'
import type { TextExtractor } from '../../ports/index.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

const reader = workerExtractor()
/** Set by a test that wants the reading to wait, fail, or say something else. */
let extract: TextExtractor['extract'] | undefined
let server: TestServer
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coachkit-lifecycle-'))
  const extractor: TextExtractor = { extract: (bytes, options) => (extract ?? reader.extract)(bytes, options), close: () => reader.close() }
  server = await startTestServer({ extractor, dataDir: folder })
}, 60_000)
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const { status, retry, reprocess, cancel, remove, list, preview, statistics, replace } = routes.knowledge
const file = (text: string, name = 'guía.md') => new File([text], name)
const params = ({ id }: Document) => ({ params: { documentId: id }, token: server.key })
const address = ({ path }: RouteDefinition, { id }: Document) => path.replace('{documentId}', id)
const failing: TextExtractor['extract'] = async () => ({ ok: false, code: 'DOCUMENT_007' })
const waiting = () => {
  let started = 0
  let aborted = 0
  const work: TextExtractor['extract'] = (_, { signal }) =>
    new Promise((_resolve, reject) => {
      started += 1
      signal.addEventListener('abort', () => {
        aborted += 1
        reject(signal.reason)
      })
    })
  return { work, started: () => started, aborted: () => aborted }
}
async function put(old: Document, next: File): Promise<Response> {
  const body = new FormData()
  body.set('file', next)
  return server.request(address(replace, old), { method: 'PUT', body, token: server.key })
}
const accepted = async (response: Response) => replace.result.parse(await response.json())
const refused = async (route: RouteDefinition, document: Document) =>
  expectRefusal(await server.request(address(route, document), { method: route.method, token: server.key }), 'DOCUMENT_012')
const until = (check: () => boolean | Promise<boolean>) => vi.waitUntil(check, { timeout: 20_000 })
const ended = (document: Document) =>
  vi.waitUntil(
    async () => {
      const now = await server.call(status, params(document))
      return now.status !== 'pending' && now.status !== 'processing' ? now : undefined
    },
    { timeout: 20_000 },
  )
async function answer(question: string): Promise<string> {
  const { token, conversationId } = await server.visitor()
  await server.call(routes.messages.send, { token, params: { conversationId }, body: { clientMessageId: 'a', text: question } })
  const last = async () => (await server.call(routes.messages.list, { token, params: { conversationId } })).items.at(-1)
  return vi.waitUntil(async () => ((await last())?.status === 'completed' ? (await last())?.text : undefined), { timeout: 20_000 })
}

test('a failed document is read again', async () => {
  extract = failing
  const document = await server.ingest(file('# Precio\n\nLa matrícula del curso cuesta veinte euros.'))
  expect(document).toMatchObject({ status: 'failed', failure: { code: 'DOCUMENT_007' } })
  extract = undefined
  expect(await server.call(retry, params(document))).toMatchObject({ status: 'pending' })
  expect(await ended(document)).toMatchObject({ status: 'ready', chunkCount: 1 })
  await refused(retry, document)
})

test('a ready document that is read anew answers all the while, and also when that fails', async () => {
  const document = await server.ingest(file('# Bicicleta\n\nLa bicicleta roja tiene veintiuna marchas.'))
  const held = waiting()
  extract = held.work
  await server.call(reprocess, params(document))
  await refused(reprocess, document)
  await until(() => held.started() === 1)
  expect(await answer('¿Cuántas marchas tiene la bicicleta roja?')).toContain('veintiuna')
  await server.call(cancel, params(document))
  extract = failing
  await server.call(retry, params(document))
  expect(await ended(document)).toMatchObject({ status: 'failed', chunkCount: 1, failure: { code: 'DOCUMENT_007' } })
  expect(await answer('¿Cuántas marchas tiene la bicicleta roja?')).toContain('veintiuna')
  extract = undefined
})

test('a cancelled reading stops, ends with a reason in the creator’s language, and can be retried', async () => {
  const held = waiting()
  extract = held.work
  const { document } = routes.knowledge.upload.result.parse(await (await server.upload(file('El taller dura tres días.'))).json())
  await until(() => held.started() === 1)
  expect(await server.call(cancel, params(document))).toMatchObject({
    status: 'failed',
    failure: { code: 'DOCUMENT_011', message: expect.stringContaining('canceló') },
  })
  await until(() => held.aborted() === 1)
  await refused(cancel, document)
  extract = undefined
  await server.call(retry, params(document))
  expect(await ended(document)).toMatchObject({ status: 'ready' })
})

test('a removed document is not read any further', async () => {
  const held = waiting()
  extract = held.work
  const { document } = routes.knowledge.upload.result.parse(await (await server.upload(file('Esto se borra enseguida.'))).json())
  await until(() => held.started() === 1)
  await server.call(remove, params(document))
  await until(() => held.aborted() === 1)
  extract = undefined
})

test('a new version takes over when it is ready, and not before; one that fails leaves the old one', async () => {
  const old = await server.ingest(file('# Piscina\n\nLa piscina climatizada abre a las siete.'))
  const files = async () => (await readdir(join(folder, 'files'))).length
  const before = await files()
  extract = failing
  const broken = await accepted(await put(old, file('# Piscina\n\nLa piscina climatizada abre a las nueve.')))
  expect(broken).toMatchObject({ duplicate: false, document: { replaces: old.id } })
  expect(await ended(broken.document)).toMatchObject({ status: 'failed', replaces: old.id })
  expect(await answer('¿Cuándo abre la piscina climatizada?')).toContain('siete')
  extract = undefined
  const good = await accepted(await put(old, file('# Piscina\n\nLa piscina climatizada abre a las diez.')))
  expect(await ended(good.document)).toMatchObject({ status: 'ready' })
  const text = await answer('¿Cuándo abre la piscina climatizada?')
  expect(text).toContain('diez')
  expect(text).not.toContain('siete')
  await expectRefusal(await server.request(address(status, old), { token: server.key }), 'RESOURCE_001')
  await server.call(remove, params(broken.document))
  await until(async () => (await files()) === before)
})

test('the same bytes are no new version, and a second version waits for the first', async () => {
  const text = 'El masaje deportivo cuesta cuarenta euros.'
  const document = await server.ingest(file(text))
  expect(await accepted(await put(document, file(text)))).toMatchObject({ duplicate: true, document: { id: document.id, status: 'ready' } })
  const held = waiting()
  extract = held.work
  const next = await accepted(await put(document, file(`${text} Y dura una hora.`)))
  await expectRefusal(await put(document, file(`${text} Y dura dos horas.`)), 'DOCUMENT_012')
  extract = undefined
  await server.call(cancel, params(next.document))
})

test('what was read is shown and counted', async () => {
  const beginning = '# Guía\n\nHola.\n\n## Precio\n\nCuesta diez euros.'
  const document = await server.ingest(file(`${beginning}\n\n${'Una frase larga. '.repeat(500)}`))
  const { text, outline, language } = await server.call(preview, params(document))
  expect([text.length, outline, language]).toEqual([
    4000,
    [
      { level: 1, text: 'Guía' },
      { level: 2, text: 'Precio' },
    ],
    'es',
  ])
  expect(text.startsWith('Guía\n\nHola.\n\nPrecio\n\nCuesta diez euros.')).toBe(true)
  const counted = await server.call(statistics, params(document))
  expect(counted).toMatchObject({ chunkCount: document.chunkCount, characterCount: expect.any(Number), embedders: [] })
  expect(counted.processingSeconds).toBeGreaterThanOrEqual(0)
  expect(counted.tokenCount).toBeGreaterThan(500)
})

test('a list is filtered, strictly', async () => {
  const document = await server.ingest(file('Una rareza.', 'Rareza única.txt'))
  const found = async (query: string) => {
    const response = await server.request(`${list.path}?${query}`, { token: server.key })
    return list.result.parse(await response.json()).items.map(({ id }) => id)
  }
  expect(await found('search=rareza%20Ú')).toEqual([document.id])
  expect(await found('search=rareza&type=txt&status=ready')).toEqual([document.id])
  for (const other of ['type=pdf', 'status=pending', 'status=failed']) {
    expect(await found(`search=rareza&${other}`), other).toEqual([])
  }
  for (const bad of ['status=done', 'type=exe', 'search=', `search=${'a'.repeat(101)}`, 'name=a']) {
    await expectRefusal(await server.request(`${list.path}?${bad}`, { token: server.key }), 'VAL_001')
  }
})
