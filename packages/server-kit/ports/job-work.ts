import type { Job } from './storage.js'

/** What one kind of job does. */
export interface JobWork {
  /** Rejects when the job is to be run again. */
  run(job: Job, signal: AbortSignal): Promise<void>
  /** Its runs are used up, by failures or by processes that ended: says so where its subject is seen. Called again when it rejects. */
  giveUp(job: Job): Promise<void>
}
