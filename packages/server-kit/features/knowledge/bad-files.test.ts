import { createHash } from 'node:crypto'
import { type ErrorCode, errorMessage, maxUploadBytes, routes } from '@coachkit/contract'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'
import { bombDocx, bytesOf, encryptedPdf, truncatedPdf } from './__fixtures__/hostile-files.js'

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
  await server.ingest(new File(['La primera sesión dura noventa minutos.'], 'guía.txt'))
}, 60_000)
afterAll(() => server.close())
afterEach(async () => {
  expect(await server.call(routes.health.get), 'the server is up after it').toMatchObject({ status: 'healthy' })
  expect(
    (await documents()).find(({ name }) => name === 'guía.txt'),
    'the good document is still there',
  ).toMatchObject({ status: 'ready', chunkCount: 1 })
})

const documents = async () => (await server.call(routes.knowledge.list, { token: server.key })).items

describe('at the door', () => {
  test.each<[string, string, Uint8Array<ArrayBuffer>, ErrorCode]>([
    ['of an unsupported type', 'libro.xlsx', bytesOf('hola'), 'VAL_003'],
    ['without a type', 'guía', bytesOf('hola'), 'VAL_003'],
    ['whose type is only said', 'foto.png.exe', png, 'VAL_003'],
    ['that is empty', 'vacío.pdf', bytesOf(''), 'DOCUMENT_003'],
    ['that says PDF and is a picture', 'foto.pdf', png, 'DOCUMENT_004'],
    ['that says DOCX and is a web page', 'página.docx', bytesOf('<html></html>'), 'DOCUMENT_004'],
    ['that says text and is a ZIP', 'notas.txt', zipHeader(), 'DOCUMENT_004'],
    ['that says text and is a PDF', 'notas.md', truncatedPdf(), 'DOCUMENT_004'],
    ['with a name of dots alone', '..', bytesOf('hola'), 'DOCUMENT_009'],
  ])('a file %s is refused and not kept', async (_, name, bytes, code) => {
    const before = (await documents()).length
    await expectRefusal(await server.upload(new File([bytes], name)), code)
    expect(await documents()).toHaveLength(before)
  })

  test('a file above the limit is refused', async () => {
    await expectRefusal(await server.upload(new File([new Uint8Array(maxUploadBytes + 1)], 'grande.txt')), 'DOCUMENT_002')
  })

  test.each<[string, (form: FormData) => void]>([
    ['no file', (form) => form.set('note', 'hola')],
    ['text in its place', (form) => form.set('file', 'hola')],
    ['two files', (form) => ['a.txt', 'b.txt'].forEach((name) => void form.append('file', new File(['hola'], name)))],
  ])('a form with %s is refused, and says which field', async (_, fill) => {
    const body = new FormData()
    fill(body)
    const error = await expectRefusal(await server.request(routes.knowledge.upload.path, { method: 'POST', body, token: server.key }), 'VAL_001')
    expect(error.details).toMatchObject({ issues: [{ path: 'body.file' }] })
  })

  test.each([
    ['../../etc/passwd.txt', 'passwd.txt'],
    ['C:\\Users\\ana\\notas.md', 'notas.md'],
    ['/etc/cron.d/tarea.txt', 'tarea.txt'],
  ])('a file named %s is kept as %s, wherever the name points', async (name, label) => {
    const { document } = routes.knowledge.upload.result.parse(await (await server.upload(new File([`Texto de ${name}.`], name))).json())
    expect(document).toMatchObject({ name: label, id: expect.stringMatching(/^doc_[0-9a-f]{24}$/) })
  })
})

describe('while it is read', () => {
  test.each<[string, string, Uint8Array<ArrayBuffer>, ErrorCode]>([
    ['a truncated PDF', 'cortado.pdf', truncatedPdf(), 'DOCUMENT_007'],
    ['a PDF with a password', 'secreto.pdf', encryptedPdf(), 'DOCUMENT_005'],
    ['a DOCX that would fill the memory', 'bomba.docx', bombDocx(), 'DOCUMENT_008'],
    ['a DOCX with nothing of a document', 'nada.docx', zipHeader(), 'DOCUMENT_007'],
    ['a text of spaces', 'espacios.txt', bytesOf(' \n\t\n'), 'DOCUMENT_006'],
  ])('%s fails with a sentence in the language of its creator', async (_, name, bytes, code) => {
    const document = await server.ingest(new File([bytes], name))
    expect(document).toMatchObject({ status: 'failed', chunkCount: 0, failure: { code, message: errorMessage(code, 'es') } })
  })
})

test('the same bytes again are the same document, whatever they are called', async () => {
  const file = (name: string) => new File(['Una sesión cuesta ochenta euros.'], name)
  const first = await server.ingest(file('precio.txt'))
  const again = routes.knowledge.upload.result.parse(await (await server.upload(file('otra-vez.txt'))).json())
  expect(again).toMatchObject({ duplicate: true, document: { id: first.id, status: 'ready' } })
  const digest = createHash('sha256').update('Una sesión cuesta ochenta euros.').update(server.creatorId).digest('hex')
  expect(first.id).toBe(`doc_${digest.slice(0, 24)}`)
})

/** A ZIP that ends after its first four bytes. */
function zipHeader(): Uint8Array<ArrayBuffer> {
  return bytesOf('PK\x03\x04 and nothing more')
}
