import { describe, expect, test } from 'vitest'
import type { Storage } from '../../ports/index.js'
import { createSampleTenant, sampleChunk, sampleDocument } from './sample-tenant.js'

export function describeKnowledge(storage: () => Storage): void {
  describe('knowledge', () => {
    describeIngestion(storage)
    describeDocuments(storage)
  })
}

function describeIngestion(storage: () => Storage): void {
  test('parallel uploads of one document are one document and one job', async () => {
    const tenant = await createSampleTenant(storage())
    const document = sampleDocument()
    const added = await Promise.all(Array.from({ length: 10 }, () => tenant.as((tx) => tx.knowledge.add(document))))
    expect(added.filter(({ duplicate }) => !duplicate)).toHaveLength(1)
    const claimed = await storage().as({ system: 'jobs' }, (tx) => tx.jobs.claim({ owner: 'knowledge', leaseMs: 60_000, limit: 1000 }))
    expect(claimed.filter((job) => job.subjectId === document.id)).toMatchObject([{ kind: 'ingest' }])
  })

  test('finishing replaces chunks and vectors, raises the version, and can be repeated', async () => {
    const tenant = await createSampleTenant(storage())
    const { id: documentId, ...rest } = sampleDocument()
    await tenant.as((tx) => tx.knowledge.add({ id: documentId, ...rest }))
    await tenant.as((tx) => tx.knowledge.setProgress({ documentId, stage: 'embedding', progress: 60.4 }))
    expect(await tenant.as((tx) => tx.knowledge.find(documentId))).toMatchObject({ status: 'processing', stage: 'embedding', progress: 60 })
    const vectors = [Float32Array.of(0.5, -1), Float32Array.of(3, 4)]
    const finish = () =>
      tenant.as((tx) =>
        tx.knowledge.finish({
          documentId,
          chunks: [sampleChunk(0), sampleChunk(1)],
          language: 'en',
          pageCount: 2,
          embeddings: { embedderId: 'e:1', vectors },
        }),
      )
    const ready = await finish()
    expect(ready?.document).toMatchObject({ status: 'ready', progress: 100, chunkCount: 2, pageCount: 2, language: 'en' })
    expect(ready?.document).not.toHaveProperty('stage')
    const first = await tenant.as(async (tx) => ({ chunks: await tx.knowledge.chunks(), version: await tx.knowledge.version() }))
    await finish()
    const second = await tenant.as(async (tx) => ({ chunks: await tx.knowledge.chunks(), version: await tx.knowledge.version() }))
    expect(second.chunks).toEqual(first.chunks)
    expect(second.version).toBeGreaterThan(first.version)
    const stored = await tenant.as((tx) => tx.knowledge.vectors('e:1'))
    expect(new Map(stored.map(({ chunkId, vector }) => [chunkId, vector]))).toEqual(new Map(first.chunks.map((chunk, index) => [chunk.id, vectors[index]])))
    expect(await tenant.as((tx) => tx.knowledge.vectors('other'))).toEqual([])
    expect(await tenant.as((tx) => tx.knowledge.chunk(first.chunks[1]?.id ?? ''))).toMatchObject({ documentName: rest.name, text: 'Passage 1' })
  })
}

function describeDocuments(storage: () => Storage): void {
  test('a removed document stays removed', async () => {
    const tenant = await createSampleTenant(storage())
    const { id: documentId, ...rest } = sampleDocument()
    await tenant.as((tx) => tx.knowledge.add({ id: documentId, ...rest }))
    await tenant.as((tx) => tx.knowledge.finish({ documentId, chunks: [sampleChunk(0)], language: 'en' }))
    const version = await tenant.as((tx) => tx.knowledge.version())
    expect(await tenant.as((tx) => tx.knowledge.remove(documentId))).toEqual({ blobKey: rest.blobKey })
    expect(await tenant.as((tx) => tx.knowledge.remove(documentId))).toBeUndefined()
    expect(await tenant.as((tx) => tx.knowledge.version())).toBeGreaterThan(version)
    expect(await tenant.as((tx) => tx.knowledge.finish({ documentId, chunks: [sampleChunk(0)], language: 'en' }))).toBeUndefined()
    expect(await tenant.as((tx) => tx.knowledge.setProgress({ documentId, stage: 'storing', progress: 1 }))).toBeUndefined()
    expect(await tenant.as((tx) => tx.knowledge.chunks())).toEqual([])
  })

  test('a failed document is queued again when it is added again, a quarantined one is not', async () => {
    const tenant = await createSampleTenant(storage())
    const [broken, hostile] = [sampleDocument(), sampleDocument()]
    await tenant.as(async (tx) => {
      for (const document of [broken, hostile]) await tx.knowledge.add(document)
      await tx.knowledge.fail({ documentId: broken.id, code: 'DOCUMENT_007', message: 'Damaged' })
      await tx.knowledge.fail({ documentId: hostile.id, code: 'DOCUMENT_008', message: 'Too much', quarantined: true })
    })
    expect(await tenant.as((tx) => tx.knowledge.find(broken.id))).toMatchObject({ status: 'failed', failure: { code: 'DOCUMENT_007', message: 'Damaged' } })
    const again = await tenant.as((tx) => tx.knowledge.add(broken))
    expect(again).toMatchObject({ duplicate: true, document: { status: 'pending', progress: 0 } })
    expect(again.document).not.toHaveProperty('failure')
    expect(await tenant.as((tx) => tx.knowledge.add(hostile))).toMatchObject({ duplicate: true, document: { status: 'quarantined' } })
  })

  test('a document of many odd passages is stored whole', async () => {
    const tenant = await createSampleTenant(storage())
    const document = sampleDocument({ name: 'odd\0 name.md' })
    const chunks = Array.from({ length: 1200 }, (_, index) => sampleChunk(index, `Passage ${index} \0 \udc00`))
    await tenant.as((tx) => tx.knowledge.add(document))
    await tenant.as((tx) => tx.knowledge.finish({ documentId: document.id, chunks, language: 'en' }))
    const stored = await tenant.as((tx) => tx.knowledge.chunks())
    expect(stored.map(({ index, text }) => [index, text])).toEqual(chunks.map(({ index }) => [index, `Passage ${index} \ufffd \ufffd`]))
  })

  test('documents are listed newest first, page by page', async () => {
    const tenant = await createSampleTenant(storage())
    const added = []
    for (const name of ['a.md', 'b.md', 'c.md']) added.unshift((await tenant.as((tx) => tx.knowledge.add(sampleDocument({ name })))).document.name)
    const page = await tenant.as((tx) => tx.knowledge.list({ limit: 2 }))
    const rest = await tenant.as((tx) => tx.knowledge.list({ limit: 2, cursor: page.nextCursor }))
    expect([...page.items, ...rest.items].map(({ name }) => name)).toEqual(added)
    expect(rest.nextCursor).toBeUndefined()
  })
}
