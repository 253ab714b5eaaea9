import { createHash } from 'node:crypto'
import { errorBody, routes } from '@coachkit/contract'
import { afterAll, beforeAll } from 'vitest'
import { bytesOf, streamOf } from '../../packages/server-kit/domain/bytes/byte-stream.js'
import { readParts } from '../../packages/server-kit/http/multipart/read-parts.js'
import { type AttackedServer, attackedServer, badAnswer } from './attacked-server.js'
import { expectedParts } from './multipart-yaml.js'
import { type RawAnswer, rawRequest, requestHead } from './raw-request.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface FormRow extends CorpusRow {
  name: string
  body_b64: string
  content_type?: string
  boundary?: string
  yaml?: string
}

let attacked: AttackedServer
beforeAll(async () => {
  attacked = await attackedServer()
})
afterAll(() => attacked.close())

runCorpus<FormRow>('multipart', async (row) => {
  const body = Buffer.from(row.body_b64, 'base64')
  const raw = row.content_type?.startsWith('(raw)') ?? false
  const type = raw ? 'multipart/form-data; boundary=----ckB' : (row.content_type ?? `multipart/form-data; boundary=${row.boundary}`)
  const before = attacked.storedFiles().length
  const [answer, ...more] = await rawRequest(attacked.server.url, Buffer.concat([Buffer.from(head(row, type, body.length)), body]))
  if (!answer) return 'no answer'
  const bad = badAnswer(answer.status, answer.body) ?? smuggled(more) ?? unlabelled(row, answer)
  if (bad) return bad
  if (answer.status >= 400 && attacked.storedFiles().length > before) return 'a refused upload left a file'
  return (row.expect === 'parsed as in yaml' ? await misread(row, new Uint8Array(body), type, answer) : undefined) ?? attacked.harm()
})

/** Lengths are right unless the row is about a wrong one; then the connection stays open for what follows the announced body. */
function head(row: FormRow, type: string, length: number): string {
  const auth = { authorization: `Bearer ${attacked.server.key}`, 'content-type': type }
  const line = `POST ${routes.knowledge.upload.path} HTTP/1.1`
  const announced = /Content-Length: (\d+) with a longer body/.exec(row.content_type ?? '')?.[1]
  if (announced !== undefined) return requestHead(attacked.server.url, line, { ...auth, connection: 'keep-alive', 'content-length': announced })
  const both: Record<string, string> = row.content_type === '(raw) both headers' ? { 'transfer-encoding': 'chunked' } : {}
  return requestHead(attacked.server.url, line, { ...auth, ...both, 'content-length': String(length) })
}

function smuggled(more: RawAnswer[]): string | undefined {
  const taken = more.find(({ status }) => status < 400)
  return taken ? `the rest was taken as a request: ${taken.status}` : undefined
}

/** Labels begin with the statuses that they allow (`400/415`, `422: empty`, `400 or cleaned`); those with an "or" allow success too. */
function unlabelled(row: FormRow, { status, body }: RawAnswer): string | undefined {
  if (row.expect === 'parsed as in yaml') return undefined
  const statuses = row.expect.match(/\b[245]\d\d\b/g)?.map(Number) ?? []
  if (statuses.includes(status)) return undefined
  const may = /\bor\b/.test(row.expect)
  if (status !== 201 || !may) return `answered ${status}, not ${row.expect}`
  const { name } = routes.knowledge.upload.result.parse(JSON.parse(body)).document
  return name === 'a.txt' ? undefined : `kept as ${name}`
}

/** The parser reads each part as the fixture says; and a form with one text file under our field becomes that document, byte by byte. */
async function misread(row: FormRow, body: Uint8Array<ArrayBuffer>, type: string, answer: RawAnswer): Promise<string | undefined> {
  const expected = expectedParts(row.yaml ?? '')
  const parts: { name: string; fileName: string | undefined; base64: string }[] = []
  for await (const { content, ...named } of readParts(streamOf(body), type))
    parts.push({ ...named, base64: Buffer.from(await bytesOf(content)).toString('base64') })
  if (JSON.stringify(parts) !== JSON.stringify(expected)) return `read as ${JSON.stringify(parts)}, not ${JSON.stringify(expected)}`
  const files = expected.filter(({ name, fileName }) => name === 'file' && fileName !== undefined)
  const [file] = files
  if (!file || files.length > 1) return answer.status === 400 ? undefined : `answered ${answer.status} without one file`
  if (answer.status !== 201) return `answered ${answer.status}: ${errorBody.parse(JSON.parse(answer.body)).error.code}`
  const { document } = routes.knowledge.upload.result.parse(JSON.parse(answer.body))
  const hash = createHash('sha256').update(Buffer.from(file.base64, 'base64')).update(attacked.server.creatorId).digest('hex')
  return document.id === `doc_${hash.slice(0, 24)}` ? undefined : 'other bytes were stored'
}
