import { setTimeout as wait } from 'node:timers/promises'
import { AdapterError, type Job, type JobKind, JobPostponed, type JobWork, type Logger, type Storage } from '../ports/index.js'
import { resumed, withSpan } from '../telemetry/index.js'

/** How many of each kind run at once here. Reading documents is work of this machine; answering is waiting for a model. */
const defaultPlaces: Record<JobKind, number> = { answer: 100, ingest: 4, vectors: 2, website: 2, index: 1 }
const jobKinds = Object.keys(defaultPlaces) as JobKind[]
/** The part of the answers' places that one creator may hold, on all instances together. */
const creatorShare = 0.8
const defaultLeaseMs = 15_000
/** Also how soon work ends here that was ended elsewhere. */
const heartbeatMs = 1_000
const pollMs = 1_000
const maxAttempts = 5
const longestDelayMs = 30_000
/** Every wait within a job has its own end; this one ends what none of them does. Reading a book with a slow embedder takes an hour. */
const longestRunMs = 2 * 60 * 60_000
/** Why work is stopped that needs no ending. */
const abandoned = new Error('The job is gone.')

export interface JobRunner {
  start(): void
  /** Looks for work now. */
  nudge(): void
  /** Stops the work on what has no job any more. */
  abandon(input: { kind: JobKind; subjectId: string }): void
  /** How much of each kind runs here now, and how much may. */
  figures(): { kind: JobKind; running: number; places: number }[]
  /** Takes no more, lets answers finish for `finishMs` (0 unless told), aborts what still runs, hands it back, and waits for that. */
  stop(options?: { finishMs?: number }): Promise<void>
}

export interface RunnerDeps {
  storage: Storage
  logger: Logger
  owner: string
  work: Record<JobKind, JobWork>
  places?: Partial<Record<JobKind, number>>
  /** Milliseconds after which the jobs of a process that says nothing are taken over. */
  leaseMs?: number
  /** Milliseconds after which one try of a job is called off and counts as failed. Default 2 h. */
  longestMs?: number
}

/** Runs stored jobs under a lease, so that those of a killed process come back; one that came back too often is given up, and said to be. */
export function createJobRunner(deps: RunnerDeps): JobRunner {
  const { storage, logger, owner, leaseMs = defaultLeaseMs, longestMs = longestRunMs } = deps
  const places = { ...defaultPlaces, ...deps.places }
  const running = new Map<string, { job: Job; abort: AbortController; done: Promise<void> }>()
  const timers: NodeJS.Timeout[] = []
  let [stopped, claiming, again] = [true, undefined as Promise<void> | undefined, false]

  const run = async (job: Job, abort: AbortController) => {
    try {
      if (job.attempt > maxAttempts) await giveUp(job)
      else {
        await endsIn(
          longestMs,
          abort,
          traced(job, () => deps.work[job.kind].run(job, abort.signal)),
        )
        await storage.as({ system: 'jobs' }, (tx) => tx.jobs.complete({ jobId: job.id, owner }))
      }
    } catch (error) {
      if (abort.signal.reason === abandoned) return
      const postponed = error instanceof JobPostponed ? error : undefined
      const handedBack = stopped || postponed !== undefined
      logger.warn('job.failed', { jobId: job.id, kind: job.kind, attempt: job.attempt, handedBack })
      const again = { jobId: job.id, owner, delayMs: stopped ? 0 : postponed ? postponed.delayMs : delayAfter(job.attempt, error), dead: false, handedBack }
      // Should this fail too, the lease runs out and the job comes back by itself.
      await storage.as({ system: 'jobs' }, (tx) => tx.jobs.release(again)).catch(() => undefined)
    } finally {
      running.delete(job.id)
      nudge()
    }
  }
  const giveUp = async (job: Job) => {
    await deps.work[job.kind].giveUp(job)
    logger.warn('job.given_up', { jobId: job.id, kind: job.kind })
    await storage.as({ system: 'jobs' }, (tx) => tx.jobs.release({ jobId: job.id, owner, delayMs: 0, dead: true }))
  }
  const runningOf = (kind: JobKind) => [...running.values()].filter(({ job }) => job.kind === kind).length
  const free = (kind: JobKind) => places[kind] - runningOf(kind)
  const claim = async () => {
    const kinds = jobKinds.filter((kind) => free(kind) > 0)
    if (kinds.length === 0) return
    const claimed = await storage.as({ system: 'jobs' }, (tx) =>
      Promise.all(kinds.map((kind) => tx.jobs.claim({ owner, leaseMs, kind, limit: free(kind), perCreator: Math.ceil(places[kind] * creatorShare) }))),
    )
    for (const job of claimed.flat()) {
      const abort = new AbortController()
      if (stopped) abort.abort()
      running.set(job.id, { job, abort, done: Promise.resolve().then(() => run(job, abort)) })
    }
  }
  const nudge = () => {
    if (stopped) return
    again = claiming !== undefined
    claiming ??= claim()
      .catch(() => logger.warn('jobs.claim_failed'))
      .finally(() => {
        claiming = undefined
        if (again) nudge()
      })
  }
  const beat = async () => {
    const jobIds = [...running.keys()]
    if (jobIds.length === 0) return
    const owned = new Set(await storage.as({ system: 'jobs' }, (tx) => tx.jobs.heartbeat({ owner, jobIds, leaseMs })))
    // A job whose lease was lost runs elsewhere by now.
    for (const id of jobIds) if (!owned.has(id)) running.get(id)?.abort.abort()
  }
  return {
    start() {
      if (!stopped) return
      stopped = false
      timers.push(
        setInterval(nudge, pollMs),
        setInterval(() => void beat().catch(() => logger.warn('jobs.heartbeat_failed')), heartbeatMs),
      )
      nudge()
    },
    nudge,
    abandon({ kind, subjectId }) {
      for (const { job, abort } of running.values()) if (job.kind === kind && job.subjectId === subjectId) abort.abort(abandoned)
    },
    figures: () => jobKinds.map((kind) => ({ kind, running: runningOf(kind), places: places[kind] })),
    async stop({ finishMs = 0 } = {}) {
      stopped = true
      await claiming
      // Their leases are kept meanwhile; other work goes on elsewhere where it was.
      const answers = [...running.values()].filter(({ job }) => job.kind === 'answer')
      for (const { job, abort } of running.values()) if (job.kind !== 'answer') abort.abort()
      if (finishMs > 0 && answers.length > 0) await settledWithin(Promise.all(answers.map(({ done }) => done)), finishMs)
      for (const timer of timers.splice(0)) clearInterval(timer)
      for (const { abort } of running.values()) abort.abort()
      await Promise.all([...running.values()].map(({ done }) => done))
    },
  }
}

/** As a part of the call that left the job behind. */
function traced(job: Job, work: () => Promise<void>): Promise<void> {
  const attributes = { 'coachkit.creator_id': job.creatorId, 'coachkit.subject_id': job.subjectId, 'coachkit.attempt': job.attempt }
  return resumed(job.carrier, () => withSpan(`job ${job.kind}`, attributes, work))
}

/** Waits for `work`, called off when it is late; what does not listen is left to itself. */
async function endsIn(limitMs: number, abort: AbortController, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const tooLong = new Error('The job took too long.')
      reject(tooLong)
      abort.abort(tooLong)
    }, limitMs)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

async function settledWithin(work: Promise<unknown>, ms: number): Promise<void> {
  const late = new AbortController()
  await Promise.race([work, wait(ms, undefined, { signal: late.signal })]).finally(() => late.abort())
}

/** The last failure is followed at once by giving up, and giving up is tried until the database takes it. */
function delayAfter(attempt: number, error: unknown): number {
  if (attempt === maxAttempts) return 0
  return attempt > maxAttempts ? pollMs : Math.min(longestDelayMs, Math.max(askedDelay(error), 500 * 2 ** attempt))
}

function askedDelay(error: unknown): number {
  return AdapterError.isInstance(error) ? (error.retryAfterMs ?? 0) : 0
}
