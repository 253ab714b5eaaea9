import type { TextExtractor } from '../../../ports/index.js'
import { readCutAnswer, readTextAnswer } from './child-answers.js'
import { createChildPool } from './child-pool.js'

export interface WorkerExtractorOptions {
  /** What reading one document may compute, told on Linux only. Default 30 s. */
  cpuMs?: number
  /** How long reading one document may take in all: a busy machine reads slowly. Default 120 s. */
  timeoutMs?: number
  /** Resident memory of one child process. Default 512 MB. */
  memoryMb?: number
  /** A child process that holds more after a file is replaced before the next. Default 200 MB: one that read small files holds about half. */
  warmMemoryMb?: number
  /** Documents read at once, each in a child process that is started when it is needed. Default 2. */
  readers?: number
}

/** Reads PDF, DOCX, MD, TXT and HTML in child processes that are ended when they take too long or too much; a bad file can hurt nothing else. */
export function workerExtractor(options: WorkerExtractorOptions = {}): TextExtractor {
  const { cpuMs = 30_000, timeoutMs = 120_000, memoryMb = 512, warmMemoryMb = 200, readers = 2 } = options
  const pool = createChildPool({ cpuMs, timeoutMs, memoryMb, warmMemoryMb, readers })
  return {
    extract: (pieces, { type, signal }) => pool.run({ question: { type }, pieces, readAnswer: readTextAnswer }, signal),
    cut: (pieces, { type, language, sizes, signal, take }) =>
      pool.run({ question: { type, cut: { language, sizes } }, pieces, readAnswer: readCutAnswer, take }, signal),
    close: pool.close,
  }
}
