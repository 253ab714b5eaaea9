import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import * as z from 'zod/mini'
import type { Job, JobKind, JobRepository } from '../../../ports/index.js'
import { carrierNow } from '../../../telemetry/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { jobs } from '../schema.js'

export function jobRepository(db: Database): JobRepository {
  return {
    async claim({ owner, leaseMs, limit, kind = null, perCreator = null }) {
      // Materialised, so that the planner cannot run the locking part twice. Answers go before documents: a person waits for them.
      const due = sql`(with busy as (
        select creator_id, kind, count(*) as jobs from coach.jobs where status = 'running' and leased_until > clock_timestamp() group by creator_id, kind
      ), oldest as (
        select id, creator_id, kind, run_at from coach.jobs
        where ${isDue} and (${kind}::text is null or kind = ${kind}) order by run_at, id limit ${considered}
      ), turns as (
        select id, coalesce(busy.jobs, 0) + row_number() over (partition by oldest.creator_id, oldest.kind order by run_at, id) as turn
        from oldest left join busy using (creator_id, kind)
      ), due as materialized (
        select jobs.id from coach.jobs join turns using (id)
        where ${isDue} and (${perCreator}::integer is null or turn <= ${perCreator})
        order by kind, turn, run_at, jobs.id limit ${limit} for update of jobs skip locked
      ) select id from due)`
      const rows = await db
        .update(jobs)
        .set({ status: 'running', owner, leasedUntil: inMilliseconds(leaseMs), attempt: sql`${jobs.attempt} + 1` })
        .where(sql`${jobs.id} in ${due}`)
        .returning({ id: jobs.id, kind: jobs.kind, creatorId: jobs.creatorId, subjectId: jobs.subjectId, attempt: jobs.attempt, carrier: jobs.carrier })
      return rows.map((row) => ({ ...row, carrier: carriers.parse(row.carrier ?? {}) })).sort(byUrgency)
    },
    async cancel({ kind, subjectId }) {
      await db.delete(jobs).where(and(eq(jobs.subjectId, subjectId), eq(jobs.kind, kind)))
    },
    async heartbeat({ owner, jobIds, leaseMs }) {
      if (jobIds.length === 0) return []
      const rows = await db
        .update(jobs)
        .set({ leasedUntil: inMilliseconds(leaseMs) })
        .where(and(inArray(jobs.id, jobIds), eq(jobs.owner, owner)))
        .returning({ id: jobs.id })
      return rows.map((row) => row.id)
    },
    async complete({ jobId, owner }) {
      await db.delete(jobs).where(and(eq(jobs.id, jobId), eq(jobs.owner, owner)))
    },
    async release({ jobId, owner, delayMs, dead, handedBack }) {
      await db
        .update(jobs)
        .set({
          status: dead ? 'dead' : 'waiting',
          owner: null,
          leasedUntil: null,
          runAt: inMilliseconds(delayMs),
          ...(handedBack ? { attempt: sql`${jobs.attempt} - 1` } : {}),
        })
        .where(and(eq(jobs.id, jobId), eq(jobs.owner, owner)))
    },
    async depth() {
      const count = (status: string) => sql<number>`(count(*) filter (where ${jobs.status} = ${status}))::int`
      return only(await db.select({ waiting: count('waiting'), running: count('running'), dead: count('dead') }).from(jobs))
    },
  }
}

/** Jobs among which creators take turns: the oldest. */
const considered = 2000
const isDue = sql`status <> 'dead' and run_at <= clock_timestamp() and (leased_until is null or leased_until <= clock_timestamp())`

/** Queues work of the transaction's tenant, to run after `delayMs`; a dead or waiting job for the same subject is forgotten. */
export async function enqueue(db: Database, { delayMs = 0, ...input }: { kind: JobKind; subjectId: string; delayMs?: number }): Promise<void> {
  await db.delete(jobs).where(and(eq(jobs.subjectId, input.subjectId), eq(jobs.kind, input.kind), ne(jobs.status, 'running')))
  await db.insert(jobs).values({ id: v7(), ...input, carrier: carrierNow(), ...(delayMs > 0 ? { runAt: inMilliseconds(delayMs) } : {}) })
}

const carriers = z.record(z.string(), z.string())

function inMilliseconds(milliseconds: number) {
  return sql`clock_timestamp() + ${milliseconds} * interval '1 millisecond'`
}

function byUrgency(left: Job, right: Job): number {
  return left.kind === right.kind ? Number(left.id > right.id) - Number(left.id < right.id) : left.kind < right.kind ? -1 : 1
}
