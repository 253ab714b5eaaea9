import { errorBody, routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { jsonLogger } from '../../packages/server-kit/adapters/logger/index.js'
import { bytesOf } from '../../packages/server-kit/domain/bytes/byte-stream.js'
import { AdapterError, type BlobStore } from '../../packages/server-kit/ports/index.js'
import { startTestServer, type TestServer } from '../../packages/server-kit/testing/__fixtures__/test-server.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface PersonalRow extends CorpusRow {
  text: string
  entities?: { value: string }[]
}

/** Storage that fails as indiscreetly as it can: with the text in every part of the error, and with a path. */
const indiscreet: BlobStore = {
  async put(key, bytes) {
    const text = `cannot write /srv/private/${key}: ${Buffer.from(await bytesOf(bytes)).toString('utf8')}`
    throw Object.assign(new AdapterError({ adapter: 'indiscreet', code: text, retryable: false, message: text, cause: new Error(text) }), { detail: text })
  },
  get: async () => undefined,
  remove: async () => undefined,
  async *keys() {},
}

/** https://evanhahn.com/worlds-smallest-png/ */
const onePixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR4AWNgAAAAAgABc3UBGAAAAABJRU5ErkJggg==', 'base64')

const lines: string[] = []
let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ logger: jsonLogger({ write: (line) => lines.push(line) }), blobStore: indiscreet })
})
afterAll(() => server.close())

/** Everything that a failing upload of this text wrote to the log. */
async function logOf(text: string, name = 'note.txt'): Promise<{ written: string; requestId: string | undefined }> {
  const from = lines.length
  const response = await server.upload(new File([text], name))
  const { requestId } = errorBody.parse(await response.json()).error
  return { written: lines.slice(from).join(''), requestId }
}

runCorpus<PersonalRow>('pii', async ({ text, entities = [] }) => {
  const { written } = await logOf(text)
  if (!written.includes('"event":"request.failed"')) return 'the failure was not logged'
  // Short values and bare digits also occur by chance in ids and times.
  const telling = entities.map(({ value }) => value).filter((value) => value.length > 8 || (value.length > 3 && /[g-z]/i.test(value)))
  const shown = [text, ...telling].find((value) => written.includes(value))
  return shown === undefined ? undefined : `in the log: ${shown}`
})

it('has no token, e-mail, name of a file or path in a log, wherever a caller puts them, and still says which request failed', async () => {
  const from = lines.length
  const email = 'ana.secret@example.com'
  const { requestId } = await logOf(`${email} ${server.key}`, `${email}.txt`)
  const form = new FormData()
  form.set('file', new File([onePixel, email], `${email}.png`))
  const path = `${routes.creators.uploadLogo.path}?token=${server.key}&email=${email}`
  await server.request(path, { method: 'POST', body: form, token: await server.person(), headers: { 'x-request-id': server.key } })
  const written = lines.slice(from).join('')
  expect(written).toContain(`"requestId":"${requestId}","code":"INTERNAL_001","error":"AdapterError","reason":"[redacted]"`)
  expect(written).toContain('"requestId":"[redacted]"')
  for (const secret of [server.key, email, '/srv/private', server.creatorId]) expect(written).not.toContain(secret)
})
