import { randomUUID } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import type { JobKind, JobRepository, Storage } from '../../ports/index.js'
import { createSampleTenant, type SampleTenant } from './sample-tenant.js'

export function describeJobs(storage: () => Storage): void {
  const jobs = <Result>(work: (jobs: JobRepository) => Promise<Result>) => storage().as({ system: 'jobs' }, (tx) => work(tx.jobs))
  const claim = (owner: string, input: { leaseMs?: number; limit?: number; kind?: JobKind; perCreator?: number } = {}) =>
    jobs((repository) => repository.claim({ owner, leaseMs: 60_000, limit: 1000, ...input }))
  const enqueueIn = (tenant: SampleTenant) => tenant.send({ clientMessageId: randomUUID(), text: 'Hola' })
  /** Takes away what other tests queued, then queues `count` jobs. */
  const queue = async (count: number) => {
    await claim('earlier tests', { leaseMs: 3_600_000 })
    const tenant = await createSampleTenant(storage())
    for (let index = 0; index < count; index += 1) await enqueueIn(tenant)
    return tenant
  }

  describe('jobs', () => {
    test('parallel claims never share a job', async () => {
      await queue(12)
      const claimed = (await Promise.all(Array.from({ length: 6 }, (_, index) => claim(`runner ${index}`, { limit: 3 })))).flat()
      expect(claimed).toHaveLength(12)
      expect(new Set(claimed.map((job) => job.id)).size).toBe(12)
    })

    test('creators take turns: one with many waiting does not hold up another, nor run more than its share', async () => {
      const busy = await queue(6)
      const quiet = await createSampleTenant(storage())
      await enqueueIn(quiet)
      const ofCreators = (claimed: { creatorId: string }[]) => claimed.map(({ creatorId }) => (creatorId === busy.creatorId ? 'busy' : 'quiet'))
      expect(ofCreators(await claim('one', { limit: 2, perCreator: 3 })).sort()).toEqual(['busy', 'quiet'])
      expect(ofCreators(await claim('one', { limit: 10, perCreator: 3 }))).toEqual(['busy', 'busy'])
      await enqueueIn(quiet)
      expect(ofCreators(await claim('two', { limit: 1 }))).toEqual(['quiet'])
      expect(ofCreators(await claim('two', { limit: 10, kind: 'ingest' }))).toEqual([])
      expect(ofCreators(await claim('two', { limit: 10 }))).toEqual(['busy', 'busy', 'busy'])
    })

    test('a job that is cancelled by its own tenant is gone for whoever runs it', async () => {
      const [tenant, other] = [await queue(1), await createSampleTenant(storage())]
      const [job] = await claim('runner')
      const { id, kind, subjectId } = job ?? { id: '', kind: 'answer' as const, subjectId: '' }
      const owned = () => jobs((repository) => repository.heartbeat({ owner: 'runner', jobIds: [id], leaseMs: 60_000 }))
      await other.as((tx) => tx.jobs.cancel({ kind, subjectId }))
      expect(await owned()).toEqual([id])
      await tenant.as((tx) => tx.jobs.cancel({ kind, subjectId }))
      expect(await owned()).toEqual([])
    })

    test('a job whose lease ran out is taken again, and its first owner has lost it', async () => {
      await queue(1)
      const [job] = await claim('slow', { leaseMs: 1 })
      const again = await vi.waitFor(async () => {
        const [taken] = await claim('second')
        expect(taken?.id).toBe(job?.id)
        return taken
      })
      expect(again?.attempt).toBe(2)
      const jobIds = [job?.id ?? '']
      expect(await jobs((repository) => repository.heartbeat({ owner: 'slow', jobIds, leaseMs: 60_000 }))).toEqual([])
      await jobs((repository) => repository.complete({ jobId: job?.id ?? '', owner: 'slow' }))
      expect(await jobs((repository) => repository.heartbeat({ owner: 'second', jobIds, leaseMs: 60_000 }))).toEqual(jobIds)
    })

    test('a released job runs again when its delay is over, a dead one never, a completed one is gone', async () => {
      await queue(3)
      const [later, dead, done] = await claim('runner')
      const before = await jobs((repository) => repository.depth())
      await jobs(async (repository) => {
        await repository.release({ jobId: later?.id ?? '', owner: 'runner', delayMs: 3_600_000, dead: false })
        await repository.release({ jobId: dead?.id ?? '', owner: 'runner', delayMs: 0, dead: true })
        await repository.complete({ jobId: done?.id ?? '', owner: 'runner' })
      })
      const after = await jobs((repository) => repository.depth())
      expect(after).toEqual({ waiting: before.waiting + 1, running: before.running - 3, dead: before.dead + 1 })
      expect(await claim('runner')).toEqual([])
    })

    test('a run that was handed back does not count', async () => {
      await queue(1)
      const [job] = await claim('stopped')
      await jobs((repository) => repository.release({ jobId: job?.id ?? '', owner: 'stopped', delayMs: 0, dead: false, handedBack: true }))
      expect(await claim('next')).toMatchObject([{ id: job?.id, attempt: 1 }])
    })

    test('a tenant cannot claim', async () => {
      const tenant = await queue(1)
      const other = await createSampleTenant(storage())
      expect(await other.as((tx) => tx.jobs.claim({ owner: 'thief', leaseMs: 60_000, limit: 10 }))).toEqual([])
      expect(await claim('runner')).toMatchObject([{ creatorId: tenant.creatorId }])
    })
  })
}
