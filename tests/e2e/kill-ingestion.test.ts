import type { Document } from '@coachkit/contract'
import { createCoachClient } from '@coachkit/sdk'
import { createCoachServer } from '@coachkit/server-kit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { quickstart } from './quickstart-process.js'

let app: Awaited<ReturnType<typeof quickstart>>

beforeAll(async () => {
  app = await quickstart()
}, 120_000)
afterAll(() => app?.remove())

/** How often it is killed. */
const rounds = 3
const documents = 4
const ended = ({ status }: Document) => status === 'ready' || status === 'failed'

test('a server killed while it reads documents ends each of them once, and leaves nothing without its owner', async () => {
  const client = createCoachClient({ baseUrl: `${app.url}/coach`, token: app.key() })
  const uploaded = new Set<string>()
  const listed = async () => (await client.knowledge.list({ query: { limit: 100 } })).items.filter(({ id }) => uploaded.has(id))
  for (let round = 0; round < rounds; round += 1) {
    for (let at = 0; at < documents; at += 1) {
      const text = `# Cuaderno ${round}.${at}\n\n${`Una frase del cuaderno ${round}.${at} que se lee despacio.\n\n`.repeat(4000)}`
      uploaded.add((await client.knowledge.upload(new File([text], `cuaderno-${round}-${at}.md`))).document.id)
    }
    await expect.poll(async () => (await listed()).some(({ status }) => status !== 'pending'), { timeout: 60_000 }).toBe(true)
    const cut = client.knowledge.upload(new File(['x'.repeat(20_000_000)], 'cortado.txt')).catch(() => undefined)
    await app.kill()
    await cut
    await app.start()
  }
  await expect.poll(async () => (await listed()).filter(ended).length, { timeout: 120_000, interval: 500 }).toBe(rounds * documents)
  const now = await listed()
  expect(now.map(({ id }) => id).sort()).toEqual([...uploaded].sort())
  for (const { status, failure, chunkCount } of now) expect([status, failure?.code, chunkCount > 0]).toEqual(['ready', undefined, true])
  await app.stop()
  const coach = createCoachServer({ dataDir: app.dataDir, embedded: true, embedder: false, logger: { info() {}, warn() {}, error() {} } })
  await coach.start()
  try {
    expect(await coach.setup.findOrphans()).toEqual([])
  } finally {
    await coach.stop()
  }
}, 300_000)
