import { describe, expect, test } from 'vitest'
import type { Storage } from '../../ports/index.js'
import { createSampleTenant, type SampleTenant, sampleChunk, sampleDocument } from './sample-tenant.js'

const cancelled = { code: 'DOCUMENT_011', message: 'Cancelled' }

export function describeDocuments(storage: () => Storage): void {
  describe('documents', () => {
    describeLifecycle(storage)
    describeVersions(storage)
    describeReading(storage)
    describeFiles(storage)
  })
}

/** One whose text answers. */
async function readyDocument(tenant: SampleTenant, text: string, fields: { name?: string; replaces?: string } = {}) {
  const document = { ...sampleDocument(fields), ...(fields.replaces === undefined ? {} : { replaces: fields.replaces }) }
  await tenant.as((tx) => tx.knowledge.add(document))
  const finished = await tenant.as((tx) => tx.knowledge.finish({ documentId: document.id, chunks: [sampleChunk(0, text)], language: 'en' }))
  return { ...document, finished }
}
const texts = (tenant: SampleTenant) => tenant.as(async (tx) => (await tx.knowledge.chunks()).map(({ text }) => text).sort())
const jobsOf = async (storage: Storage, subjectId: string) =>
  (await storage.as({ system: 'jobs' }, (tx) => tx.jobs.claim({ owner: 'documents', leaseMs: 60_000, limit: 1000 }))).filter(
    (job) => job.subjectId === subjectId,
  )

function describeLifecycle(storage: () => Storage): void {
  test('a ready document that is queued anew answers with its old chunks, also after that failed, and not from quarantine', async () => {
    const tenant = await createSampleTenant(storage())
    const { id: documentId } = await readyDocument(tenant, 'old')
    expect(await tenant.as((tx) => tx.knowledge.requeue({ documentId, from: ['failed'] }))).toBeUndefined()
    expect(await tenant.as((tx) => tx.knowledge.requeue({ documentId, from: ['ready'] }))).toMatchObject({ status: 'pending', progress: 0, chunkCount: 1 })
    expect(await texts(tenant)).toEqual(['old'])
    expect(await tenant.as((tx) => tx.knowledge.fail({ documentId, code: 'DOCUMENT_007', message: 'Damaged' }))).toMatchObject({ chunkCount: 1 })
    expect(await texts(tenant)).toEqual(['old'])
    await tenant.as((tx) => tx.knowledge.requeue({ documentId, from: ['failed'] }))
    expect(await tenant.as((tx) => tx.knowledge.fail({ documentId, code: 'DOCUMENT_013', message: 'Malware', quarantined: true }))).toMatchObject({
      status: 'quarantined',
      chunkCount: 0,
    })
    expect(await texts(tenant)).toEqual([])
  })

  test('a cancelled document has no job, cannot be finished by one that still runs, and can be queued again', async () => {
    const tenant = await createSampleTenant(storage())
    const document = sampleDocument()
    const documentId = document.id
    await tenant.as((tx) => tx.knowledge.add(document))
    await tenant.as((tx) => tx.knowledge.setProgress({ documentId, stage: 'extracting', progress: 5 }))
    const ended = await tenant.as((tx) => tx.knowledge.cancel({ documentId, ...cancelled }))
    expect(ended).toMatchObject({ status: 'failed', failure: cancelled })
    expect(ended).not.toHaveProperty('stage')
    expect(await tenant.as((tx) => tx.knowledge.cancel({ documentId, ...cancelled }))).toBeUndefined()
    expect(await jobsOf(storage(), documentId)).toEqual([])
    expect(await tenant.as((tx) => tx.knowledge.finish({ documentId, chunks: [sampleChunk(0)], language: 'en' }))).toBeUndefined()
    expect(await tenant.as((tx) => tx.knowledge.setProgress({ documentId, stage: 'storing', progress: 90 }))).toMatchObject({ status: 'failed' })
    await tenant.as((tx) => tx.knowledge.requeue({ documentId, from: ['failed'] }))
    expect(await jobsOf(storage(), documentId)).toHaveLength(1)
  })
}

function describeVersions(storage: () => Storage): void {
  test('a new version takes the place of the old one in the moment it is ready, whatever failed in between', async () => {
    const tenant = await createSampleTenant(storage())
    const old = await readyDocument(tenant, 'old')
    const [broken, good] = [sampleDocument(), sampleDocument()]
    await tenant.as((tx) => tx.knowledge.add({ ...broken, replaces: old.id }))
    await expect(tenant.as((tx) => tx.knowledge.add({ ...good, replaces: old.id }))).rejects.toMatchObject({ code: 'DOCUMENT_012' })
    const failed = await tenant.as((tx) => tx.knowledge.fail({ documentId: broken.id, code: 'DOCUMENT_007', message: 'Damaged' }))
    expect(failed).toMatchObject({ status: 'failed', replaces: old.id })
    expect(await texts(tenant)).toEqual(['old'])
    const second = await readyDocument(tenant, 'new', { replaces: broken.id })
    expect(second.finished?.document).not.toHaveProperty('replaces')
    expect(second.finished?.replaced.map(({ id }) => id).sort()).toEqual([old.id, broken.id].sort())
    expect(await texts(tenant)).toEqual(['new'])
    expect((await tenant.as((tx) => tx.knowledge.list({ limit: 10 }))).items.map(({ id }) => id)).toEqual([second.id])
  })

  test('a document that is there already and ready takes the place at once', async () => {
    const tenant = await createSampleTenant(storage())
    const [old, other] = [await readyDocument(tenant, 'old'), await readyDocument(tenant, 'other')]
    const { finished: _, ...file } = other
    const added = await tenant.as((tx) => tx.knowledge.add({ ...file, blobKey: 'second-copy', replaces: old.id }))
    expect(added).toMatchObject({ duplicate: true, document: { id: other.id, status: 'ready' }, removed: [old.id] })
    expect(added.unused.sort()).toEqual([old.blobKey, 'second-copy'].sort())
    expect(await texts(tenant)).toEqual(['other'])
  })

  test('a version of what is gone is refused, and one whose old version is removed stays', async () => {
    const tenant = await createSampleTenant(storage())
    const [first, second, third] = [await readyDocument(tenant, 'first'), sampleDocument(), sampleDocument()]
    await expect(tenant.as((tx) => tx.knowledge.add({ ...third, replaces: sampleDocument().id }))).rejects.toMatchObject({ code: 'RESOURCE_001' })
    await tenant.as((tx) => tx.knowledge.add({ ...second, replaces: first.id }))
    await tenant.as((tx) => tx.knowledge.remove(first.id))
    expect(await tenant.as((tx) => tx.knowledge.find(second.id))).not.toHaveProperty('replaces')
  })
}

function describeReading(storage: () => Storage): void {
  test('what was read is told: preview, outline, counts', async () => {
    const tenant = await createSampleTenant(storage())
    const document = sampleDocument()
    const documentId = document.id
    await tenant.as((tx) => tx.knowledge.add(document))
    expect(await tenant.as((tx) => tx.knowledge.preview(documentId))).toEqual({ text: '', outline: [] })
    await tenant.as((tx) => tx.knowledge.setProgress({ documentId, stage: 'extracting', progress: 5 }))
    const outline = [{ level: 1, text: 'Guide', page: 1 }]
    await tenant.as((tx) =>
      tx.knowledge.finish({
        documentId,
        chunks: [sampleChunk(0), sampleChunk(1)],
        language: 'en',
        pageCount: 3,
        reading: { preview: 'Hello', outline, characterCount: 5 },
        embeddings: { embedderId: 'e:1', vectors: [Float32Array.of(1), Float32Array.of(2)] },
      }),
    )
    expect(await tenant.as((tx) => tx.knowledge.preview(documentId))).toEqual({ text: 'Hello', outline, language: 'en', pageCount: 3 })
    expect(await tenant.as((tx) => tx.knowledge.statistics(documentId))).toEqual({
      chunkCount: 2,
      tokenCount: 4,
      characterCount: 5,
      pageCount: 3,
      processingSeconds: expect.any(Number),
      embedders: ['e:1'],
    })
    const page = (cursor?: string) => tenant.as((tx) => tx.knowledge.chunksOf({ documentId, limit: 1, cursor }))
    const first = await page()
    expect(first).toMatchObject({ items: [{ ...sampleChunk(0), documentId }], nextCursor: expect.any(String) })
    expect(await page(first.nextCursor)).toEqual({ items: [expect.objectContaining(sampleChunk(1))] })
    await expect(page('x')).rejects.toMatchObject({ code: 'VAL_001' })
  })

  test('a list holds what fits every filter', async () => {
    const tenant = await createSampleTenant(storage())
    const [a, b] = [await readyDocument(tenant, 'a', { name: 'Guía de Ana.md' }), sampleDocument({ name: '100%_de.md' })]
    await tenant.as((tx) => tx.knowledge.add(b))
    const found = async (filter: object) => (await tenant.as((tx) => tx.knowledge.list({ limit: 10, ...filter }))).items.map(({ id }) => id)
    expect(await found({ search: 'guía DE' })).toEqual([a.id])
    expect(await found({ search: '%_' })).toEqual([b.id])
    expect(await found({ search: 'de\0' })).toEqual([])
    expect(await found({ status: 'ready' })).toEqual([a.id])
    expect(await found({ status: 'pending', type: 'md', search: 'de' })).toEqual([b.id])
    expect(await found({ type: 'pdf' })).toEqual([])
  })
}

function describeFiles(storage: () => Storage): void {
  test('a file is nobody’s until a document takes it, and again when that is gone', async () => {
    const tenant = await createSampleTenant(storage())
    const document = sampleDocument()
    const unclaimed = async () =>
      (await storage().as({ system: 'upkeep' }, (tx) => tx.upkeep.unclaimedFiles({ olderThanMs: -1000, limit: 1000 })))
        .filter(({ creatorId }) => creatorId === tenant.creatorId)
        .map(({ blobKey }) => blobKey)
    await tenant.as((tx) => tx.knowledge.expectFile(document.blobKey))
    await tenant.as((tx) => tx.knowledge.expectFile('cut-off'))
    expect((await unclaimed()).sort()).toEqual([document.blobKey, 'cut-off'].sort())
    await tenant.as((tx) => tx.knowledge.add(document))
    expect(await unclaimed()).toEqual(['cut-off'])
    const again = await tenant.as((tx) => tx.knowledge.add({ ...document, blobKey: 'again' }))
    expect(again.unused).toEqual(['again'])
    await tenant.as((tx) => tx.knowledge.remove(document.id))
    expect((await unclaimed()).sort()).toEqual([document.blobKey, 'again', 'cut-off'].sort())
    await tenant.as((tx) => tx.knowledge.forgetFile('again'))
    const { creatorId } = tenant
    await storage().as({ system: 'upkeep' }, (tx) => tx.upkeep.forgetFiles([{ creatorId, blobKey: 'cut-off' }]))
    expect(await unclaimed()).toEqual([document.blobKey])
  })
}
