import { describe, expect, test } from 'vitest'
import type { Storage } from '../../ports/index.js'
import { createSampleTenant, sampleChunk, sampleDocument } from './sample-tenant.js'

export function describeEmbeddings(storage: () => Storage): void {
  describe('embeddings', () => {
    const jobsOf = async (creatorId: string) => {
      const claimed = await storage().as({ system: 'jobs' }, (tx) => tx.jobs.claim({ owner: 'embeddings', leaseMs: 60_000, limit: 1000 }))
      return claimed.filter((job) => job.creatorId === creatorId && job.kind === 'vectors')
    }
    const behind = async (embedderId: string, creatorId: string) =>
      (await storage().as({ system: 'setup' }, (tx) => tx.embeddings.behind({ embedderId, limit: 500 }))).includes(creatorId)

    test('what lacks a vector is listed until it has one, and the switch removes the others', async () => {
      const tenant = await createSampleTenant(storage())
      const document = sampleDocument()
      const chunks = [sampleChunk(0), sampleChunk(1), { ...sampleChunk(2), language: 'es' }]
      const old = { embedderId: 'e:old', vectors: [0, 1, 2].map(() => Float32Array.of(1, 0)), hashes: ['a', 'b', 'c'] }
      await tenant.as(async (tx) => {
        await tx.knowledge.add(document)
        await tx.knowledge.finish({ documentId: document.id, chunks, language: 'en', embeddings: old })
      })
      expect(await tenant.as((tx) => tx.embeddings.complete({ embedderId: 'e:old' }))).toBe(true)
      expect([await behind('e:old', tenant.creatorId), await behind('e:new', tenant.creatorId)]).toEqual([false, true])
      expect(await tenant.as((tx) => tx.embeddings.known({ embedderId: 'e:old', hashes: ['b', 'x'] }))).toEqual(new Map([['b', Float32Array.of(1, 0)]]))
      expect(await tenant.as((tx) => tx.embeddings.known({ embedderId: 'e:new', hashes: ['b'] }))).toEqual(new Map())

      const use = { embedderId: 'e:new', languages: ['en'] }
      const page = await tenant.as((tx) => tx.embeddings.missing({ ...use, limit: 1 }))
      const rest = await tenant.as((tx) => tx.embeddings.missing({ ...use, limit: 5, cursor: page.nextCursor }))
      expect([page.items.length, rest.items.length, rest.nextCursor]).toEqual([1, 1, undefined])
      expect(await tenant.as((tx) => tx.embeddings.complete(use))).toBe(false)
      const vector = Float32Array.of(0, 0, 1)
      const made = [...page.items, ...rest.items].map(({ id: chunkId }) => ({ chunkId, vector, hash: chunkId }))
      expect(await tenant.as((tx) => tx.embeddings.put({ embedderId: 'e:new', vectors: [...made, { chunkId: tenant.creatorId, vector, hash: 'gone' }] }))).toBe(
        2,
      )
      expect(await tenant.as((tx) => tx.embeddings.progress(use))).toEqual({ chunks: 2, embedded: 2, dimensions: 3 })
      const version = await tenant.as((tx) => tx.knowledge.version())
      expect(await tenant.as((tx) => tx.embeddings.complete(use))).toBe(true)
      expect(await tenant.as((tx) => tx.knowledge.version())).toBeGreaterThan(version)
      expect([await tenant.as((tx) => tx.knowledge.vectors('e:old')), await tenant.as((tx) => tx.embeddings.completedWith())]).toEqual([[], 'e:new'])

      const short = { embedderId: 'e:new', vectors: [{ chunkId: made[0]?.chunkId ?? '', vector: Float32Array.of(1, 0), hash: undefined }] }
      await expect(tenant.as((tx) => tx.embeddings.put(short))).rejects.toMatchObject({ code: 'mixed_dimensions', retryable: false })
      const other = await createSampleTenant(storage())
      expect(await other.as((tx) => tx.embeddings.put({ embedderId: 'e:new', vectors: made }))).toBe(0)
    })

    test('a document without vectors makes its creator one to look into, and one job waits for it', async () => {
      const tenant = await createSampleTenant(storage())
      const document = sampleDocument()
      await tenant.as(async (tx) => {
        await tx.embeddings.complete({ embedderId: 'e:1' })
        await tx.knowledge.add(document)
      })
      expect(await behind('e:1', tenant.creatorId)).toBe(false)
      await tenant.as((tx) => tx.knowledge.finish({ documentId: document.id, chunks: [sampleChunk(0)], language: 'en' }))
      expect(await behind('e:1', tenant.creatorId)).toBe(true)
      for (const embedderId of ['e:0', 'e:1', 'e:1']) await tenant.as((tx) => tx.embeddings.queue({ embedderId }))
      expect(await jobsOf(tenant.creatorId)).toMatchObject([{ subjectId: 'e:1' }])
      await tenant.as((tx) => tx.embeddings.forget('e:1'))
      expect(await tenant.as((tx) => tx.embeddings.progress({ embedderId: 'e:1' }))).toEqual({ chunks: 1, embedded: 0 })
    })
  })
}
