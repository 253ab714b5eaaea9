import type { TextExtractor } from '../../../ports/index.js'
import { createChildPool } from './child-pool.js'

export interface WorkerExtractorOptions {
  /** For one document. Default 30 s. */
  timeoutMs?: number
  /** Resident memory of the child process. Default 512 MB. */
  memoryMb?: number
  /** A child process that holds more after a file is replaced before the next. Default 200 MB: one that read small files holds about half. */
  warmMemoryMb?: number
}

/** Reads PDF, DOCX, MD, TXT and HTML in a child process that is ended when it takes too long or too much; a bad file can hurt nothing else. */
export function workerExtractor(options: WorkerExtractorOptions = {}): TextExtractor {
  const pool = createChildPool({ timeoutMs: options.timeoutMs ?? 30_000, memoryMb: options.memoryMb ?? 512, warmMemoryMb: options.warmMemoryMb ?? 200 })
  return {
    extract: (bytes, { type, signal }) => pool.run({ type, bytes }, signal),
    close: pool.close,
  }
}
