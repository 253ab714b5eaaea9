import type { Job } from './jobs.js'

/** Work that cannot be done now and is not to blame: it runs again after `delayMs`, and this run does not count. */
export class JobPostponed extends Error {
  readonly delayMs: number

  constructor(delayMs: number) {
    super('The job is put off.')
    this.name = 'JobPostponed'
    this.delayMs = delayMs
  }
}

/** What one kind of job does. */
export interface JobWork {
  /** Rejects when the job is to be run again. */
  run(job: Job, signal: AbortSignal): Promise<void>
  /** Its runs are used up, by failures or by processes that ended: says so where its subject is seen. Called again when it rejects. */
  giveUp(job: Job): Promise<void>
}
