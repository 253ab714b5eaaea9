import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { document as documentSchema, errorMessage, maxUploadBytes } from '@coachkit/contract'
import * as z from 'zod/mini'
import { sizeLimit } from '../../domain/bytes/size-limit.js'
import { type CommandLine, UsageError } from '../command-line.js'
import { failureOf, type OpenCoach, withCoach } from '../open-coach.js'
import { progressBar } from '../progress-bar.js'

interface Outcome {
  file: string
  status: 'ready' | 'failed' | 'quarantined' | 'rejected'
  reason?: string
  chunks: number
}

/** Adds files to a creator's knowledge. Exit code 1 when not one of them became ready. */
export async function ingest(line: CommandLine): Promise<number> {
  if (line.operands.length === 0) throw new UsageError('name at least one file: coachkit ingest guide.pdf notes.md')
  return withCoach(line, async (open) => {
    const bar = progressBar({ total: line.operands.length, shown: !line.json })
    let ready = 0
    for (const path of line.operands) {
      const outcome = await ingestFile(open, path, (fraction, stage) => bar.update(fraction, `${basename(path)} ${stage}`))
      if (outcome.status === 'ready') ready += 1
      bar.next()
      report(outcome, line.json)
    }
    bar.end()
    if (!line.json) process.stdout.write(`${ready} of ${line.operands.length} ready.\n`)
    if (ready === 0) process.stderr.write('coachkit: no file became ready; each line above says why.\n')
    return ready > 0 ? 0 : 1
  })
}

async function ingestFile(open: OpenCoach, path: string, onProgress: (fraction: number, stage: string) => void): Promise<Outcome> {
  const file = basename(path)
  const bytes = await readWithin(path)
  if (typeof bytes === 'string') return { file, status: 'rejected', reason: bytes, chunks: 0 }
  const form = new FormData()
  form.set('file', new File([bytes], file))
  const response = await open.call('POST', '/v1/creators/knowledge/upload', form)
  if (!response.ok) {
    const failure = await failureOf(response)
    return { file, status: 'rejected', reason: `${failure.code} ${failure.message}`, chunks: 0 }
  }
  const { document } = z.object({ document: documentSchema }).parse(await response.json())
  return outcomeOf(file, await settled(open, document.id, onProgress))
}

async function settled(open: OpenCoach, documentId: string, onProgress: (fraction: number, stage: string) => void) {
  for (;;) {
    const response = await open.call('GET', `/v1/creators/knowledge/documents/${documentId}/status`)
    if (!response.ok) throw new Error((await failureOf(response)).message)
    const document = documentSchema.parse(await response.json())
    if (document.status !== 'pending' && document.status !== 'processing') return document
    onProgress(document.progress / 100, document.stage ?? document.status)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function outcomeOf(file: string, document: z.output<typeof documentSchema>): Outcome {
  const status = document.status === 'ready' || document.status === 'quarantined' ? document.status : 'failed'
  const reason = document.failure ? { reason: `${document.failure.code} ${document.failure.message}` } : {}
  return { file, status, ...reason, chunks: document.chunkCount }
}

async function readWithin(path: string): Promise<Uint8Array<ArrayBuffer> | string> {
  try {
    const { size, isFile } = await stat(path).then((found) => ({ size: found.size, isFile: found.isFile() }))
    if (!isFile) return 'not a file'
    if (size > maxUploadBytes) return `DOCUMENT_002 ${errorMessage('DOCUMENT_002', 'en', sizeLimit(maxUploadBytes))}`
    return new Uint8Array(await readFile(path))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`
  }
}

function report(outcome: Outcome, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify(outcome)}\n`)
  else
    process.stdout.write(
      `${outcome.status === 'ready' ? '✓' : '✗'} ${outcome.file}: ${outcome.status}${outcome.reason ? `, ${outcome.reason}` : `, ${outcome.chunks} passages`}\n`,
    )
}
