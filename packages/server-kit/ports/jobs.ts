export type JobKind = 'answer' | 'ingest' | 'vectors' | 'website' | 'index'
export interface Job {
  id: string
  kind: JobKind
  creatorId: string
  /** `answer`: the answer's message id. `ingest`: the document's id. `vectors`: the embedder's id. `website`: the website's id. `index`: the creator's id. */
  subjectId: string
  /** 1 on the first run. */
  attempt: number
  /** Headers of the call that left it behind: `x-request-id`, and its trace. */
  carrier: Readonly<Record<string, string>>
}
export interface JobRepository {
  /**
   * Scope `jobs`. Takes due jobs, and jobs whose lease ran out, for `leaseMs`: of any kind unless told. Creators take turns, whoever has
   * least running first; with `perCreator`, none has more running than that.
   */
  claim(input: { owner: string; leaseMs: number; limit: number; kind?: JobKind; perCreator?: number }): Promise<Job[]>
  /** Takes away a job of the transaction's tenant: who runs it learns so at its next heartbeat. */
  cancel(input: { kind: JobKind; subjectId: string }): Promise<void>
  /** Scope `jobs`. Returns the ids still owned. */
  heartbeat(input: { owner: string; jobIds: string[]; leaseMs: number }): Promise<string[]>
  /** Scope `jobs`. Done: the job goes. */
  complete(input: { jobId: string; owner: string }): Promise<void>
  /** Scope `jobs`. Run again after `delayMs`, or never (`dead`); a run that was `handedBack` before its end does not count. */
  release(input: { jobId: string; owner: string; delayMs: number; dead: boolean; handedBack?: boolean }): Promise<void>
  /** Scope `jobs`. How many wait or run. */
  depth(): Promise<{ waiting: number; running: number; dead: number }>
}
