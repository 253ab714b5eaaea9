import { type Document, routes } from '@coachkit/contract'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ documents: { maxUploadBytes: 20_000, formats: ['md'], chunkTokens: 50, overlapTokens: 0 } })
})
afterAll(() => server.close())

test('files are taken and cut up as the host says', async () => {
  expect((await expectRefusal(await server.upload(new File(['Hola'], 'nota.txt')), 'VAL_003')).message).toMatch(/ Use MD\.$/)
  const tooLarge = await expectRefusal(await server.upload(new File(['a '.repeat(10_001)], 'larga.md')), 'DOCUMENT_002')
  expect([tooLarge.message, tooLarge.details]).toEqual(['The file is too large: 0.019 MB at most.', expect.objectContaining({ maxBytes: 20_000 })])
  const { id, status } = await server.ingest(guide('guía.md'))
  expect(status).toBe('ready')
  expect(await longestPiece(id)).toBeLessThanOrEqual(180)
})

describe('one document', () => {
  test('is cut as its upload asks, and as the next reading asks, and so is its next version', async () => {
    const { document } = await upload('?chunkTokens=200&overlapTokens=20', guide('sesiones.md', 'Cada'))
    expect(await ended(document)).toMatchObject({ status: 'ready', chunkTokens: 200, overlapTokens: 20 })
    expect(await longestPiece(document.id)).toBeGreaterThan(360)
    const params = { documentId: document.id }
    const anew = await server.call(routes.knowledge.reprocess, { token: server.key, params, query: { chunkTokens: 100 } })
    // The server's own overlap, which is none.
    expect(anew).toMatchObject({ status: 'pending', chunkTokens: 100, overlapTokens: 0 })
    await ended(document)
    expect(await longestPiece(document.id)).toSatisfy((length: number) => length > 180 && length <= 360)
    await server.call(routes.knowledge.reprocess, { token: server.key, params })
    expect(await ended(document)).toMatchObject({ chunkTokens: 100 })
    const body = new FormData()
    body.set('file', guide('sesiones.md', 'Otra'))
    const replaced = await server.request(`/v1/creators/knowledge/documents/${document.id}`, { method: 'PUT', body, token: server.key })
    const next = routes.knowledge.replace.result.parse(await replaced.json()).document
    expect(await ended(next)).toMatchObject({ status: 'ready', chunkTokens: 100 })
    expect(await longestPiece(next.id)).toSatisfy((length: number) => length > 180 && length <= 360)
  })

  test.each(['?chunkTokens=49', '?chunkTokens=2001', '?chunkTokens=100&overlapTokens=50', '?overlapTokens=10', '?chunkTokens=many', '?chunk=100'])(
    'is not taken with %s',
    async (query) => {
      const body = new FormData()
      body.set('file', guide('otra.md'))
      await expectRefusal(await server.request(routes.knowledge.upload.path + query, { method: 'POST', body, token: server.key }), 'VAL_001')
    },
  )
})

const guide = (name: string, opening = 'La') =>
  new File([Array.from({ length: 20 }, (_, at) => `${opening} sesión número ${at} dura noventa minutos y se reserva con dos días.`).join(' ')], name)

async function upload(query: string, file: File) {
  const body = new FormData()
  body.set('file', file)
  const response = await server.request(routes.knowledge.upload.path + query, { method: 'POST', body, token: server.key })
  return routes.knowledge.upload.result.parse(await response.json())
}

function ended({ id: documentId }: Document): Promise<Document> {
  return vi.waitUntil(
    async () => {
      const now = await server.call(routes.knowledge.status, { token: server.key, params: { documentId } })
      return now.status === 'ready' || now.status === 'failed' ? now : undefined
    },
    { timeout: 20_000 },
  )
}

async function longestPiece(documentId: string): Promise<number> {
  const { items, nextCursor } = await server.call(routes.knowledge.passages, { token: server.key, params: { documentId }, query: { limit: 100 } })
  expect([items.map(({ index }) => index), nextCursor]).toEqual([items.map((_, at) => at), undefined])
  return Math.max(...items.map(({ text }) => text.length))
}
