import type { DocumentEvent, WebsiteEvent } from '@coachkit/contract'
import type { Egress } from '@coachkit/server-kit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startCoach } from './__fixtures__/coach.js'
import { createCoachClient } from './client.js'

let coach: Awaited<ReturnType<typeof startCoach>>

beforeAll(async () => {
  // The site stands on this machine, where the usual door leads nowhere.
  const egress: Egress = { fetch: (url, init) => fetch(url, init), admits: () => true, close: async () => undefined }
  coach = await startCoach({ page: '<title>Retiro</title><main><p>El retiro de primavera dura tres días.</p></main>', egress })
}, 120_000)
afterAll(() => coach.close())

const member = (token = coach.key) => createCoachClient({ baseUrl: coach.baseUrl, token })
const told = (events: DocumentEvent[], id: string) =>
  events.flatMap((event) => ((event.type === 'document.removed' ? event.documentId : event.document.id) === id ? [event.type] : []))

test('an uploaded file is read, told of as it happens, known again, and removed', async () => {
  const client = member()
  const events: DocumentEvent[] = []
  const stop = client.knowledge.watch((event) => events.push(event))
  // What there is comes first: then the connection is there.
  await vi.waitFor(() => expect(events).toHaveLength(1))
  const file = new File(['# Tarifas\n\nLa sesión cuesta sesenta euros.\n'], 'tarifas.md')
  const { document, duplicate } = await client.knowledge.upload(file, { chunkTokens: 400 })
  expect([document.name, document.status, duplicate]).toEqual(['tarifas.md', 'pending', false])
  await vi.waitFor(() => expect(told(events, document.id)).toContain('document.ready'))
  expect(await client.knowledge.status({ params: { documentId: document.id } })).toMatchObject({ status: 'ready', progress: 100, chunkTokens: 400 })
  const { items } = await client.knowledge.passages({ params: { documentId: document.id } })
  expect(items).toMatchObject([{ index: 0, text: 'La sesión cuesta sesenta euros.', headings: ['Tarifas'], language: 'es' }])
  expect(await client.knowledge.upload(file, { name: 'otro nombre.md' })).toMatchObject({ duplicate: true, document: { id: document.id, name: 'tarifas.md' } })
  await client.knowledge.remove({ params: { documentId: document.id } })
  await vi.waitFor(() => expect(told(events, document.id).at(-1)).toBe('document.removed'))
  stop()
  expect((await client.knowledge.list()).items.map(({ name }) => name)).toEqual(['guia.md'])
})

test('documents are followed also when the server was away at first', async () => {
  coach.network.up = false
  const events: DocumentEvent[] = []
  let failures = 0
  const counted: typeof fetch = (input, init) =>
    fetch(input, init).catch((error: unknown) => {
      failures++
      throw error
    })
  const client = createCoachClient({ baseUrl: coach.baseUrl, token: coach.key, fetch: counted })
  const stop = client.knowledge.watch((event) => events.push(event))
  await vi.waitFor(() => expect(failures).toBeGreaterThan(0))
  coach.network.up = true
  await vi.waitFor(() => expect(events.map((event) => event.type)).toContain('document.ready'))
  const { document } = await client.knowledge.upload(new File(['Una nota sobre el retiro de primavera.'], 'nota.txt'))
  await vi.waitFor(() => expect(told(events, document.id)).toContain('document.processing'))
  stop()
})

test('a website is told of from the moment it is added, until its pages are read, and when it is removed', async () => {
  const client = member()
  const events: WebsiteEvent[] = []
  const stop = client.websites.watch((event) => events.push(event))
  const { website } = await client.websites.add({ body: { address: `${coach.baseUrl}/page` } })
  await vi.waitFor(() => expect(events).toContainEqual(expect.objectContaining({ type: 'website.reading' })))
  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ type: 'website.ready', website: { id: website.id, readCount: 1 } }), { timeout: 20_000 })
  await client.websites.remove({ params: { websiteId: website.id } })
  await vi.waitFor(() => expect(events.at(-1)).toEqual({ type: 'website.removed', websiteId: website.id }))
  stop()
})

test('a visitor may neither list nor upload', async () => {
  const client = createCoachClient({ baseUrl: coach.baseUrl, creator: 'ana' })
  await expect(client.knowledge.list()).rejects.toMatchObject({ code: 'AUTH_003', status: 403, retryable: false })
  await expect(client.knowledge.upload(new File(['x'], 'x.txt'))).rejects.toMatchObject({ code: 'AUTH_003' })
  await expect(member('ckk_wrong').knowledge.list()).rejects.toMatchObject({ code: 'AUTH_001', status: 401 })
})
