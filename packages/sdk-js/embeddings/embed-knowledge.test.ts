import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { browserEmbedder, createCoachServer, extractive, pglite } from '@coachkit/server-kit'
import { expect, it, vi } from 'vitest'
import { createCoachClient } from '../client.js'
import { type ClientEmbedder, embedKnowledge } from './index.js'

it('embeds what lacks a vector, with what the model expects before a text, in batches; another model is refused', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'coachkit-embed-'))
  const coach = createCoachServer({
    storage: pglite({ dataDir: 'memory' }),
    dataDir,
    languageModel: extractive(),
    embedder: browserEmbedder({ model: 'Xenova/multilingual-e5-small', dimensions: 4 }),
    limits: false,
    logger: { info() {}, warn() {}, error() {} },
  })
  await coach.start()
  const creator = await coach.setup.ensureCreator({ slug: 'ana', name: 'Ana', language: 'es' })
  const { key } = await coach.setup.createApiKey({ creatorId: creator.id, name: 'test' })
  const client = createCoachClient({ baseUrl: 'http://coach.test', token: key, fetch: (input, init) => coach.fetch(new Request(input, init)) })
  for (const name of ['uno', 'dos', 'tres']) {
    const { document } = await client.knowledge.upload(new File([`La sesión ${name} dura una hora y se paga antes de empezar.`], `${name}.txt`))
    await vi.waitFor(async () => expect((await client.knowledge.status({ params: { documentId: document.id } })).status).toBe('ready'), 20_000)
  }
  const asked: string[] = []
  const embedder: ClientEmbedder = {
    model: 'Xenova/multilingual-e5-small',
    embed: async (texts) => {
      asked.push(...texts)
      return texts.map(() => Float32Array.of(0.6, 0.8, 0, 0))
    },
  }
  const progress: number[] = []
  expect(await embedKnowledge(client, embedder, { batch: 2, onProgress: ({ embedded }) => progress.push(embedded) })).toEqual({ made: 3 })
  expect([asked.length, asked.every((text) => text.startsWith('passage: La sesión')), progress]).toEqual([3, true, [2, 3]])
  expect(await client.knowledge.embeddings()).toMatchObject({ status: 'complete', embedded: 3, dimensions: 4 })
  expect(await embedKnowledge(client, embedder)).toEqual({ made: 0 })
  await expect(embedKnowledge(client, { ...embedder, model: 'other' })).rejects.toThrow('expects vectors of Xenova/multilingual-e5-small')
  await coach.stop()
  await rm(dataDir, { recursive: true })
}, 60_000)
