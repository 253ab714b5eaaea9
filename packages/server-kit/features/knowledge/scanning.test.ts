import { type Document, routes } from '@coachkit/contract'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { bytesOf } from '../../domain/bytes/byte-stream.js'
import { AdapterError, type Scanner } from '../../ports/index.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')
const away = () => new AdapterError({ adapter: 'clamd', code: 'unreachable', retryable: true, message: 'clamd cannot be reached.' })
let failure: AdapterError | undefined
let scans = 0
let server: TestServer

const scanner: Scanner = {
  async scan(bytes) {
    scans += 1
    if (failure) throw failure
    return Buffer.from(await bytesOf(bytes)).includes(eicar) ? { verdict: 'infected', signature: 'Eicar-Test-Signature' } : { verdict: 'clean' }
  },
}
beforeEach(async () => {
  failure = undefined
  scans = 0
  server = await startTestServer({ scanner })
}, 60_000)
afterEach(() => server.close())

const params = ({ id }: Document) => ({ params: { documentId: id }, token: server.key })
const until = (check: () => Promise<boolean>) => vi.waitUntil(check, { timeout: 20_000 })
const now = (document: Document) => server.call(routes.knowledge.status, params(document))

test('a clean file is scanned before it is read', async () => {
  expect(await server.ingest(new File(['La sesión dura una hora.'], 'guía.txt'))).toMatchObject({ status: 'ready' })
  expect(scans).toBe(1)
})

test('an infected file is quarantined, says why, answers nothing, and stays so however often it is tried', async () => {
  const document = await server.ingest(new File([`Texto con ${eicar}`], 'malo.txt'))
  expect(document).toMatchObject({ status: 'quarantined', chunkCount: 0, failure: { code: 'DOCUMENT_013', message: expect.stringContaining('malicioso') } })
  await server.call(routes.knowledge.retry, params(document))
  await until(async () => scans === 2 && (await now(document)).status === 'quarantined')
  expect(await server.call(routes.knowledge.preview, params(document))).toMatchObject({ text: '', outline: [] })
  const again = await server.upload(new File([`Texto con ${eicar}`], 'otra-vez.txt'))
  expect(routes.knowledge.upload.result.parse(await again.json())).toMatchObject({ duplicate: true, document: { status: 'quarantined' } })
})

test('while the scanner is away a file waits in quarantine, and is read once it was scanned', async () => {
  failure = away()
  const document = await server.ingest(new File(['El curso empieza en mayo.'], 'curso.txt'))
  expect(document).toMatchObject({ status: 'quarantined', chunkCount: 0, failure: { code: 'DOCUMENT_014' } })
  await server.call(routes.knowledge.retry, params(document))
  await until(async () => scans === 2 && (await now(document)).status === 'quarantined')
  failure = undefined
  await server.call(routes.knowledge.retry, params(document))
  await until(async () => (await now(document)).status === 'ready')
})

test('a file that waits can be cancelled', async () => {
  failure = away()
  const document = await server.ingest(new File(['Nunca se leyó.'], 'nunca.txt'))
  expect(await server.call(routes.knowledge.cancel, params(document))).toMatchObject({ status: 'failed', failure: { code: 'DOCUMENT_011' } })
  await expectRefusal(
    await server.request(routes.knowledge.cancel.path.replace('{documentId}', document.id), { method: 'POST', token: server.key }),
    'DOCUMENT_012',
  )
})
