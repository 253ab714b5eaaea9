import { describe, expect, test } from 'vitest'
import type { Storage } from '../../ports/index.js'
import { createSampleTenant, type SampleTenant, sampleChunk, sampleDocument } from './sample-tenant.js'

export function describePostings(storage: () => Storage): void {
  describe('postings', () => {
    test('passages that were there are indexed step by step, those that come and go at once, and nobody else finds them', async () => {
      const [tenant, other] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
      const first = await addDocument(tenant, ['Running shoes wear out', 'Sleep heals', 'Water and running'])
      expect(await state(tenant)).not.toHaveProperty('indexedPassages')
      expect(await tenant.as((tx) => tx.postings.begin())).toBe(true)
      expect(await tenant.as((tx) => tx.postings.begin())).toBe(false)
      const claimed = await storage().as({ system: 'jobs' }, (tx) => tx.jobs.claim({ owner: 'postings', leaseMs: 60_000, limit: 1000 }))
      expect(claimed.filter((job) => job.creatorId === tenant.creatorId && job.kind === 'index')).toMatchObject([{ subjectId: tenant.creatorId }])

      const step = () => tenant.as((tx) => tx.postings.indexNext({ limit: 2 }))
      expect([await step(), await step()]).toEqual([true, true])
      expect(await state(tenant)).not.toHaveProperty('indexedPassages')
      const second = await addDocument(tenant, ['Running in the rain'])
      expect(await step()).toBe(false)
      expect(await state(tenant)).toMatchObject({ indexedPassages: 4 })
      expect(await havingRun(tenant)).toBe(3)
      expect(await havingRun(other)).toBe(0)
      expect(await other.as((tx) => tx.postings.passages({ places: [0, 1, 2, 3] }))).toEqual([])
      const found = await tenant.as((tx) => tx.postings.passages({ places: [0, 1, 2, 3] }))
      expect(new Set(found.map(({ text }) => text))).toEqual(new Set(['Running shoes wear out', 'Sleep heals', 'Water and running', 'Running in the rain']))
      expect(await tenant.as((tx) => tx.postings.sample({ limit: 3 }))).toHaveLength(3)

      await tenant.as((tx) => tx.knowledge.finish({ documentId: first, chunks: [sampleChunk(0, 'Only shoes')], language: 'en' }))
      expect(await havingRun(tenant)).toBe(1)
      expect(await tenant.as((tx) => tx.postings.lists({ terms: ['water', 'heal'], most: 10 }))).toEqual([])
      await tenant.as((tx) => tx.knowledge.remove(second))
      expect(await havingRun(tenant)).toBe(0)
      expect(await state(tenant)).toMatchObject({ indexedPassages: 1 })
    })

    test('the job is queued again once, and finds what it is queued for', async () => {
      const [tenant, other] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
      await tenant.as((tx) => tx.postings.queue())
      await tenant.as((tx) => tx.postings.queue())
      const claim = () => storage().as({ system: 'jobs' }, (tx) => tx.jobs.claim({ owner: 'postings', leaseMs: 60_000, kind: 'index', limit: 1000 }))
      const ofBoth = (await claim()).filter((job) => [tenant.creatorId, other.creatorId].includes(job.creatorId))
      expect(ofBoth).toMatchObject([{ creatorId: tenant.creatorId, subjectId: tenant.creatorId }])
      // One that runs may be past what has changed.
      await tenant.as((tx) => tx.postings.queue())
      expect((await claim()).filter((job) => job.creatorId === tenant.creatorId)).toHaveLength(1)
    })

    test('passages are found by their places and their ids', async () => {
      const [tenant, other] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
      await addDocument(tenant, ['Sleep heals', 'Water'])
      const [first] = await tenant.as((tx) => tx.knowledge.chunks())
      const find = (whose: SampleTenant) => whose.as((tx) => tx.postings.passages({ places: [], ids: [first?.id ?? ''] }))
      expect((await find(tenant)).map(({ text }) => text)).toEqual([first?.text])
      expect(await find(other)).toEqual([])
    })

    test('a version of a document that takes the place of another takes its words out', async () => {
      const tenant = await createSampleTenant(storage())
      await tenant.as((tx) => tx.postings.begin())
      await tenant.as((tx) => tx.postings.indexNext({ limit: 10 }))
      const old = await addDocument(tenant, ['Running'])
      await addDocument(tenant, ['Swimming'], old)
      expect(await havingRun(tenant)).toBe(0)
      expect(await state(tenant)).toMatchObject({ indexedPassages: 1 })
      expect(await tenant.as((tx) => tx.postings.lists({ terms: ['swim'], most: 1 }))).toMatchObject([{ term: 'swim', having: 1, block: 0 }])
    })

    test('a word that most passages have is counted, and listed only when there is no rarer one', async () => {
      const tenant = await createSampleTenant(storage())
      await tenant.as((tx) => tx.postings.begin())
      await tenant.as((tx) => tx.postings.indexNext({ limit: 10 }))
      await addDocument(tenant, ['Running and water', 'Running and bread', 'Running'])
      const lists = (terms: string[]) => tenant.as((tx) => tx.postings.lists({ terms, most: 1 }))
      const both = new Map((await lists(['run', 'water'])).map((list) => [list.term, list]))
      expect(both.get('run')).toEqual({ term: 'run', having: 3, block: 0 })
      expect(both.get('water')?.entries).toHaveLength(3)
      expect((await lists(['run']))[0]?.entries).toHaveLength(9)
      expect(await tenant.as((tx) => tx.postings.termsLike({ prefix: 'wa', limit: 5 }))).toEqual(['water'])
    })

    test('documents that finish while an index is begun are in it', async () => {
      const tenant = await createSampleTenant(storage())
      const texts = Array.from({ length: 6 }, (_, number) => `Running number ${number}`)
      await Promise.all([...texts.map((text) => addDocument(tenant, [text])), tenant.as((tx) => tx.postings.begin())])
      while (await tenant.as((tx) => tx.postings.indexNext({ limit: 1 })));
      expect(await havingRun(tenant)).toBe(6)
    })
  })
}

const state = (tenant: SampleTenant) => tenant.as((tx) => tx.postings.state())

async function havingRun(tenant: SampleTenant): Promise<number> {
  const [list] = await tenant.as((tx) => tx.postings.lists({ terms: ['run'], most: 100 }))
  return list?.having ?? 0
}

async function addDocument(tenant: SampleTenant, texts: string[], replaces?: string): Promise<string> {
  const { id, ...rest } = sampleDocument()
  const chunks = texts.map((text, index) => sampleChunk(index, text))
  await tenant.as(async (tx) => {
    await tx.knowledge.add({ id, ...rest, ...(replaces === undefined ? {} : { replaces }) })
    await tx.knowledge.finish({ documentId: id, chunks, language: 'en' })
  })
  return id
}
