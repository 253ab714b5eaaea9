import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { fileSystem } from '../../adapters/blob-store/file-system/index.js'
import { AdapterError, type BlobStore } from '../../ports/index.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { clientOf, startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

const megabyte = 1024 * 1024
let folder: string
let server: TestServer
/** Set by a test whose disk is full after so many bytes. */
let space = Number.POSITIVE_INFINITY

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coachkit-upload-'))
  const files = fileSystem({ dir: join(folder, 'files') })
  const blobStore: BlobStore = { ...files, put: (key, bytes) => files.put(key, within(bytes)) }
  server = await startTestServer({ blobStore, dataDir: folder })
}, 60_000)
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

async function* within(bytes: AsyncIterable<Uint8Array>) {
  let left = space
  for await (const piece of bytes) {
    left -= piece.length
    if (left < 0) throw new AdapterError({ adapter: 'file-system', code: 'no_space', retryable: true, message: 'There is no space left for files.' })
    yield piece
  }
}

const kept = () => readdir(join(folder, 'files')).catch(() => [])
const documents = async () => (await server.call(routes.knowledge.list, { token: server.key })).items
/** A form with one file of so many bytes, in pieces of 64 KiB. */
function form(size: number, { tail = '\r\n--b--\r\n' } = {}): ReadableStream<Uint8Array> {
  const piece = Buffer.alloc(65_536, 'Una línea de texto sencillo. ')
  let left = size
  const parts = (function* () {
    yield Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="largo.txt"\r\n\r\n')
    for (; left > 0; left -= piece.length) yield piece.subarray(0, Math.min(left, piece.length))
    yield Buffer.from(tail)
  })()
  return ReadableStream.from(parts)
}
const upload = (url: string, key: string, body: ReadableStream<Uint8Array>) =>
  fetch(`${url}${routes.knowledge.upload.path}`, {
    method: 'POST',
    body,
    duplex: 'half',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'multipart/form-data; boundary=b' },
  } as RequestInit)
const unclaimed = () => vi.waitUntil(async () => (await kept()).length === 0, { timeout: 20_000 })

test('a file that came in pieces is the document of its bytes', async () => {
  const response = await upload(server.url, server.key, form(3 * megabyte))
  const { document } = routes.knowledge.upload.result.parse(await response.json())
  const digest = createHash('sha256')
  for (let left = 3 * megabyte; left > 0; left -= 65_536) digest.update(Buffer.alloc(65_536, 'Una línea de texto sencillo. '))
  expect(document).toMatchObject({ size: 3 * megabyte, id: `doc_${digest.update(server.creatorId).digest('hex').slice(0, 24)}` })
  expect(await kept()).toHaveLength(1)
  await server.call(routes.knowledge.remove, { token: server.key, params: { documentId: document.id } })
  expect([await documents(), await kept()]).toEqual([[], []])
})

test('one that is larger than it may be is refused on the way, and leaves nothing', async () => {
  await expectRefusal(await upload(server.url, server.key, form(50 * megabyte + 1)), 'DOCUMENT_002')
  await expectRefusal(await upload(server.url, server.key, form(52 * megabyte)), 'DOCUMENT_002')
  expect([await documents(), await kept()]).toEqual([[], []])
})

test.each([
  ['is not closed', ''],
  ['has a second file behind the first', '\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="b.txt"\r\n\r\nx\r\n--b--'],
  ['has a strange part behind the file', '\r\n--b\r\nX: y\r\n\r\nx\r\n--b--'],
])('a form that %s is refused after the file came in, and leaves nothing', async (_, tail) => {
  await expectRefusal(await upload(server.url, server.key, form(megabyte, { tail })), 'VAL_001')
  expect([await documents(), await kept()]).toEqual([[], []])
})

test('a full disk is told, leaves nothing, and other uploads work when there is space again', async () => {
  space = megabyte
  await expectRefusal(await upload(server.url, server.key, form(2 * megabyte)), 'STORAGE_002')
  expect([await documents(), await kept()]).toEqual([[], []])
  space = Number.POSITIVE_INFINITY
  expect((await upload(server.url, server.key, form(2 * megabyte))).status).toBe(201)
  const [document] = await documents()
  await server.call(routes.knowledge.remove, { token: server.key, params: { documentId: document?.id ?? '' } })
})

test('a connection that is cut leaves nothing, and the same upload works again', async () => {
  const { hostname, port } = new URL(server.url)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.on('error', () => undefined)
  const head = `POST ${routes.knowledge.upload.path} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${server.key}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${4 * megabyte}\r\n\r\n`
  socket.write(`${head}--b\r\nContent-Disposition: form-data; name="file"; filename="largo.txt"\r\n\r\n${'x'.repeat(megabyte)}`)
  await vi.waitUntil(async () => (await kept()).length === 1, { timeout: 20_000 })
  socket.destroy()
  await unclaimed()
  expect(await documents()).toEqual([])
  expect((await upload(server.url, server.key, form(megabyte))).status).toBe(201)
})

test('50 MB come in and go to their reader without being held, and a disk that is truly full is told until there is space', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'coachkit-measured-'))
  const child = startChild(dir)
  const told: { way: string; size: number; grown: number }[] = []
  try {
    const [{ port, key }] = (await once(child, 'message')) as [{ port: number; key: string }]
    child.on('message', (message) => told.push(message as (typeof told)[number]))
    const url = `http://127.0.0.1:${port}`
    const response = await upload(url, key, form(50 * megabyte))
    expect(response.status).toBe(201)
    const { document } = routes.knowledge.upload.result.parse(await response.json())
    await vi.waitUntil(() => told.length === 2, { timeout: 60_000 })
    expect(told.map(({ way, size }) => [way, size])).toEqual([
      ['put', 50 * megabyte],
      ['get', 50 * megabyte],
    ])
    for (const { grown } of told) expect(grown).toBeLessThan(20 * megabyte)
    const before = await readdir(dir)
    // No file of that process may grow past a megabyte, which its system tells as it does a full disk.
    limitFiles(child, `${megabyte}:unlimited`)
    await expectRefusal(await upload(url, key, form(2 * megabyte)), 'STORAGE_002')
    const listed = await clientOf({ url, key }).call(routes.knowledge.list, { token: key })
    expect(listed.items.map(({ id }) => id)).toEqual([document.id])
    expect(await readdir(dir)).toEqual(before)
    limitFiles(child, 'unlimited:unlimited')
    expect((await upload(url, key, form(2 * megabyte))).status).toBe(201)
    expect(await readdir(dir)).toHaveLength(before.length + 1)
  } finally {
    child.kill('SIGKILL')
    await rm(dir, { recursive: true, force: true })
  }
}, 120_000)

function limitFiles({ pid }: ChildProcess, size: string): void {
  execFileSync('prlimit', [`--pid=${pid}`, `--fsize=${size}`])
}

/** From the sources, where imports name `.js` files that are `.ts`. */
function startChild(dir: string): ChildProcess {
  const hook = `import { registerHooks } from 'node:module'
registerHooks({ resolve(name, context, next) { try { return next(name, context) } catch (error) { if (name.startsWith('.') && name.endsWith('.js')) return next(name.slice(0, -3) + '.ts', context); throw error } } })`
  const file = fileURLToPath(new URL('../../testing/__fixtures__/measured-server.ts', import.meta.url))
  return fork(file, [dir], {
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning', '--import', `data:text/javascript,${encodeURIComponent(hook)}`],
  })
}
