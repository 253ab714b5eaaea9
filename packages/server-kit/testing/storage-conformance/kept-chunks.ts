import { describe, expect, test } from 'vitest'
import type { Storage } from '../../ports/index.js'
import { createSampleTenant, type SampleTenant, sampleChunk, sampleDocument } from './sample-tenant.js'

const cancelled = { code: 'DOCUMENT_011', message: 'Cancelled' }
const [first, second] = ['019a0000-0000-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000002']
const chunksFrom = (from: number, count: number) => Array.from({ length: count }, (_, at) => sampleChunk(from + at, `Running step ${from + at} \0`))
const indexes = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at)

/** Large documents are kept piece by piece while they are read. */
export function describeKeptChunks(storage: () => Storage): void {
  describe('kept chunks', () => {
    test('are found when their document is ready and not before, those of an earlier reading until then', async () => {
      const tenant = await createSampleTenant(storage())
      const documentId = await beingRead(tenant)
      await tenant.as((tx) => tx.knowledge.finish({ documentId, chunks: [sampleChunk(0, 'old')], language: 'en' }))
      await tenant.as((tx) => tx.knowledge.requeue({ documentId, from: ['ready'] }))
      await tenant.as((tx) => tx.knowledge.setProgress({ documentId, stage: 'chunking', progress: 50 }))
      const keep = (from: number, count: number) => tenant.as((tx) => tx.knowledge.keep({ documentId, reading: first, chunks: chunksFrom(from, count) }))
      expect([await keep(0, 700), await keep(700, 3)]).toEqual([true, true])
      const kept = await tenant.as((tx) => tx.knowledge.kept({ documentId, reading: first, from: 699, limit: 2 }))
      expect(kept).toEqual([sampleChunk(699, 'Running step 699 \ufffd'), sampleChunk(700, 'Running step 700 \ufffd')])
      expect((await tenant.as((tx) => tx.knowledge.chunks())).map(({ text }) => text)).toEqual(['old'])
      const finished = await tenant.as((tx) =>
        tx.knowledge.finish({ documentId, kept: { reading: first, count: 703 }, chunks: chunksFrom(703, 2), language: 'en' }),
      )
      expect(finished?.document).toMatchObject({ status: 'ready', chunkCount: 705 })
      expect((await tenant.as((tx) => tx.knowledge.chunks())).map(({ index }) => index)).toEqual(indexes(0, 705))
      await expectNothingKept(tenant, documentId)
    })

    test('are in the index of a large creator', async () => {
      const tenant = await createSampleTenant(storage())
      await tenant.as((tx) => tx.postings.begin())
      await tenant.as((tx) => tx.postings.indexNext({ limit: 10 }))
      const documentId = await beingRead(tenant)
      await tenant.as((tx) => tx.knowledge.keep({ documentId, reading: first, chunks: chunksFrom(0, 600) }))
      await tenant.as((tx) => tx.knowledge.finish({ documentId, kept: { reading: first, count: 600 }, chunks: chunksFrom(600, 1), language: 'en' }))
      expect(await tenant.as((tx) => tx.postings.state())).toMatchObject({ indexedPassages: 601 })
      const placed = await tenant.as((tx) => tx.postings.passages({ places: [0, 599, 600] }))
      expect(placed.map(({ index }) => index)).toEqual([0, 599, 600])
      const lists = () => tenant.as((tx) => tx.postings.lists({ terms: ['run'], most: 1000 }))
      expect(await lists()).toMatchObject([{ having: 601 }])
      await tenant.as((tx) => tx.knowledge.remove(documentId))
      expect(await tenant.as((tx) => tx.postings.state())).toMatchObject({ indexedPassages: 0 })
      expect(await lists()).toEqual([])
    })

    test('bring their vectors, and tell when some are missing', async () => {
      const tenant = await createSampleTenant(storage())
      const vector = Float32Array.of(0.5, -1)
      const finish = async (keptVectors: (Float32Array | undefined)[]) => {
        const documentId = await beingRead(tenant)
        await tenant.as((tx) => tx.knowledge.keep({ documentId, reading: first, chunks: chunksFrom(0, 2) }))
        const embeddings = { embedderId: 'e:1', vectors: keptVectors, hashes: ['a', 'b'] }
        await tenant.as((tx) => tx.knowledge.keepVectors({ documentId, reading: first, from: 0, embeddings }))
        const own = { embedderId: 'e:1', vectors: [vector], hashes: ['c'] }
        await tenant.as((tx) =>
          tx.knowledge.finish({ documentId, kept: { reading: first, count: 2 }, chunks: chunksFrom(2, 1), language: 'en', embeddings: own }),
        )
      }
      await finish([vector, vector])
      expect(await tenant.as((tx) => tx.embeddings.progress({ embedderId: 'e:1' }))).toEqual({ chunks: 3, embedded: 3, dimensions: 2 })
      expect([...(await tenant.as((tx) => tx.embeddings.known({ embedderId: 'e:1', hashes: ['a', 'c'] }))).values()]).toEqual([vector, vector])
      await tenant.as((tx) => tx.embeddings.complete({ embedderId: 'e:1' }))
      await finish([vector, undefined])
      expect(await tenant.as((tx) => tx.embeddings.completedWith())).toBeUndefined()
      await expect(finish([Float32Array.of(1), undefined])).rejects.toMatchObject({ code: 'mixed_dimensions' })
    })

    test('go with a document that is cancelled, fails or is removed, and no more are kept of it', async () => {
      const tenant = await createSampleTenant(storage())
      const endings: ((documentId: string) => Promise<unknown>)[] = [
        (documentId) => tenant.as((tx) => tx.knowledge.cancel({ documentId, ...cancelled })),
        (documentId) => tenant.as((tx) => tx.knowledge.fail({ documentId, code: 'DOCUMENT_007', message: 'Damaged' })),
        (documentId) => tenant.as((tx) => tx.knowledge.remove(documentId)),
      ]
      for (const end of endings) {
        const documentId = await beingRead(tenant)
        await tenant.as((tx) => tx.knowledge.keep({ documentId, reading: first, chunks: chunksFrom(0, 2) }))
        await end(documentId)
        await expectNothingKept(tenant, documentId)
        expect(await tenant.as((tx) => tx.knowledge.keep({ documentId, reading: first, chunks: chunksFrom(2, 1) }))).toBe(false)
      }
      expect((await tenant.as((tx) => tx.knowledge.inventory())).stray).toEqual({ chunks: 0, vectors: 0, jobs: 0 })
    })

    test('make way for those of another reading, and then cannot be finished with', async () => {
      const tenant = await createSampleTenant(storage())
      const documentId = await beingRead(tenant)
      const keep = (reading: string) => tenant.as((tx) => tx.knowledge.keep({ documentId, reading, chunks: chunksFrom(0, 2) }))
      const finish = (reading: string) =>
        tenant.as((tx) => tx.knowledge.finish({ documentId, kept: { reading, count: 2 }, chunks: [sampleChunk(2)], language: 'en' }))
      await keep(first)
      await keep(second)
      await expect(finish(first)).rejects.toMatchObject({ code: 'reading_lost', retryable: true })
      expect(await tenant.as((tx) => tx.knowledge.find(documentId))).toMatchObject({ status: 'processing', chunkCount: 0 })
      expect((await finish(second))?.document).toMatchObject({ status: 'ready', chunkCount: 3 })
    })
  })
}

async function beingRead(tenant: SampleTenant): Promise<string> {
  const document = sampleDocument()
  await tenant.as((tx) => tx.knowledge.add(document))
  await tenant.as((tx) => tx.knowledge.setProgress({ documentId: document.id, stage: 'chunking', progress: 50 }))
  return document.id
}

async function expectNothingKept(tenant: SampleTenant, documentId: string): Promise<void> {
  for (const reading of [first, second]) expect(await tenant.as((tx) => tx.knowledge.kept({ documentId, reading, from: 0, limit: 1000 }))).toEqual([])
}
