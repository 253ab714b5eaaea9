import type { Document } from '@coachkit/contract'
import { createCoachClient } from '@coachkit/sdk'
import { createCoachServer } from '@coachkit/server-kit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { quickstart } from './quickstart-process.js'

let app: Awaited<ReturnType<typeof quickstart>>

beforeAll(async () => {
  app = await quickstart({ script: 'tests/e2e/plain-server.ts' })
}, 120_000)
afterAll(() => app?.remove())

/** How often it is killed, and how many documents are on their way each time. The whole run: `COACHKIT_KILLS=10 COACHKIT_KILL_DOCUMENTS=50`. */
const rounds = Number(process.env.COACHKIT_KILLS ?? 2)
const documents = Number(process.env.COACHKIT_KILL_DOCUMENTS ?? 4)
/** In characters: small ones are read while others wait, large ones while the kill comes. */
const lengths = [2_000, 40_000, 200_000]
/** Every tenth is so large that it is kept piece by piece while it is read. */
const largest = 450_000
const ended = ({ status }: Document) => status === 'ready' || status === 'failed'

test('a server killed while it reads documents ends each of them once, and leaves nothing without its owner', async () => {
  // Every start makes a key of its own.
  let client = createCoachClient({ baseUrl: `${app.url}/coach`, token: app.key() })
  const uploaded = new Set<string>()
  const listed = async (search = 'cuaderno-') => {
    const found: Document[] = []
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = await client.knowledge.list({ query: { limit: 100, search, ...(cursor === undefined ? {} : { cursor }) } })
      found.push(...page.items)
      cursor = page.nextCursor
    }
    return found.filter(({ id }) => uploaded.has(id))
  }
  const ofRound = (round: number) => listed(`cuaderno-${round}-`)
  for (let round = 0; round < rounds; round += 1) {
    for (let at = 0; at < documents; at += 1) {
      const sentence = `Una frase del cuaderno ${round}.${at} que se lee despacio.\n\n`
      const length = at % 10 === 0 ? largest : (lengths[at % lengths.length] ?? 0)
      const text = `# Cuaderno ${round}.${at}\n\n${sentence.repeat(Math.ceil(length / sentence.length))}`
      uploaded.add((await client.knowledge.upload(new File([text], `cuaderno-${round}-${at}.md`))).document.id)
    }
    // Killed at another moment each time: with the first being read, with some ready, with most.
    const readyBefore = Math.floor((documents * round) / rounds)
    await expect
      .poll(async () => (await ofRound(round)).filter(({ status }) => status === 'ready').length, { timeout: 300_000 })
      .toBeGreaterThanOrEqual(readyBefore)
    await expect.poll(async () => (await ofRound(round)).some(({ status }) => status !== 'pending'), { timeout: 60_000 }).toBe(true)
    const cut = client.knowledge.upload(new File(['x'.repeat(20_000_000)], 'cortado.txt')).catch(() => undefined)
    await app.kill()
    await cut
    await app.start()
    client = createCoachClient({ baseUrl: `${app.url}/coach`, token: app.key() })
  }
  await expect.poll(async () => (await listed()).filter(ended).length, { timeout: 900_000, interval: 500 }).toBe(rounds * documents)
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
}, 3_600_000)
