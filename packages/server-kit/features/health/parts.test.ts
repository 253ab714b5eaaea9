import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { fileSystem } from '../../adapters/blob-store/file-system/index.js'
import { memoryBus } from '../../adapters/bus/memory/index.js'
import { AdapterError, type Embedder, type RateLimiter } from '../../ports/index.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

/** What is away now. */
let away: 'scanner' | 'limiter' | 'bus' | undefined
const unless = (part: typeof away) => {
  if (away === part) throw new AdapterError({ adapter: String(part), code: 'unreachable', retryable: true, message: 'It is away.' })
}
const verdict = { allowed: true, key: '', limit: 1, remaining: 1, resetMs: 0, retryAfterMs: 0 }
const rateLimiter: RateLimiter = {
  async take() {
    unless('limiter')
    return verdict
  },
  forgive: async () => undefined,
  close: async () => undefined,
}
const embedder: Embedder = {
  id: 'test:two',
  maxBatch: 8,
  embed: async (texts) => texts.map(() => Float32Array.of(1, 0)),
}
let dir: string
let server: TestServer
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'coachkit-files-'))
  server = await startTestServer({
    embedder,
    rateLimiter,
    limits: {},
    bus: { ...memoryBus(), state: () => ({ status: away === 'bus' ? 'down' : 'up', adapter: 'test' }) },
    scanner: {
      async scan() {
        unless('scanner')
        return { verdict: 'clean' }
      },
    },
    blobStore: fileSystem({ dir }),
  })
}, 60_000)
beforeEach(() => {
  away = undefined
})
afterAll(async () => {
  await server.close()
  await rm(dir, { recursive: true, force: true })
})

const health = () => server.call(routes.health.get)
const upload = (name: string) => server.upload(new File([`# ${name}\n\nLa sesión ${name} dura noventa minutos.\n`], `${name}.md`))
const scannerShows = (status: 'up' | 'down') =>
  vi.waitFor(async () => expect(await health()).toMatchObject({ scanner: { status }, status: status === 'up' ? 'healthy' : 'degraded' }), { timeout: 20_000 })

it('names every part, and each that is away makes it degraded', async () => {
  expect(await health()).toMatchObject({
    status: 'healthy',
    bus: { status: 'up', adapter: 'test' },
    blobStore: { status: 'up' },
    scanner: { status: 'up' },
    limiter: { status: 'up' },
    embedder: { status: 'up', circuit: 'closed' },
  })
  away = 'bus'
  expect(await health()).toMatchObject({ status: 'degraded', bus: { status: 'down' } })
  away = 'limiter'
  await server.call(routes.health.get)
  expect(await health()).toMatchObject({ status: 'degraded', limiter: { status: 'down' } })
})

it('a scanner shows as its last scan went, and is well again after the next', async () => {
  away = 'scanner'
  await upload('uno')
  await scannerShows('down')
  away = undefined
  await upload('dos')
  await scannerShows('up')
})

it('a folder that cannot be written shows without an upload', async () => {
  await rm(dir, { recursive: true })
  expect(await health()).toMatchObject({ status: 'degraded', blobStore: { status: 'down' } })
})
