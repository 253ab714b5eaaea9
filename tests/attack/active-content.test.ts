import { routes } from '@coachkit/contract'
import { afterAll, beforeAll } from 'vitest'
import { startTestServer, type TestServer, type Visitor } from '../../packages/server-kit/testing/__fixtures__/test-server.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface FileRow extends CorpusRow {
  filename: string
  body_b64: string
}

let server: TestServer
let visitor: Visitor
beforeAll(async () => {
  server = await startTestServer()
  visitor = await server.visitor()
  await server.call(routes.handover.accept, { token: server.key, params: { conversationId: visitor.conversationId } })
}, 60_000)
afterAll(() => server.close())

/** Sent as it is called, as an image and as a text: refused, or a download that no page can run. */
runCorpus<FileRow>('active_content_files', async (row) => {
  const bytes = Buffer.from(row.body_b64, 'base64')
  const address = routes.attachments.upload.path.replace('{conversationId}', visitor.conversationId)
  for (const name of [row.filename, 'foto.png', 'plano.pdf', 'nota.txt']) {
    const body = new FormData()
    body.set('file', new File([bytes], name, { type: 'image/svg+xml' }))
    const response = await server.request(address, { method: 'POST', token: visitor.token, body })
    if (response.status === 415) continue
    if (response.status !== 201) return `${name}: ${response.status}`
    const { id, type } = routes.attachments.upload.result.parse(await response.json())
    const { headers } = await server.request(`${address}/${id}`, { token: visitor.token })
    const isSafe =
      type === 'text/plain' &&
      headers.get('content-type') === 'text/plain' &&
      headers.get('x-content-type-options') === 'nosniff' &&
      headers.get('content-disposition')?.startsWith('attachment;') &&
      headers.get('content-security-policy')?.startsWith('sandbox;')
    if (!isSafe) return `${name}: served as ${type} with ${JSON.stringify(Object.fromEntries(headers))}`
  }
  return undefined
})
