import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ documents: { maxUploadBytes: 20_000, formats: ['md'], chunkTokens: 50, overlapTokens: 0 } })
})
afterAll(() => server.close())

test('files are taken and cut up as the host says', async () => {
  await expectRefusal(await server.upload(new File(['Hola'], 'nota.txt')), 'VAL_003')
  await expectRefusal(await server.upload(new File(['a '.repeat(10_001)], 'larga.md')), 'DOCUMENT_002')
  const sentences = Array.from({ length: 20 }, (_, at) => `La sesión número ${at} dura noventa minutos y se reserva con dos días.`)
  const { id, status } = await server.ingest(new File([sentences.join(' ')], 'guía.md'))
  expect(status).toBe('ready')
  const { items } = await server.call(routes.knowledge.search, { token: server.key, query: { q: 'sesión noventa minutos' } })
  expect(items.every(({ documentId }) => documentId === id)).toBe(true)
  expect(Math.max(...items.map(({ text }) => text.length))).toBeLessThanOrEqual(180)
})
