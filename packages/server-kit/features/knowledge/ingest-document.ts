import { setImmediate } from 'node:timers/promises'
import { type Document, type DocumentStage, type DocumentType, type ErrorCode, errorMessage } from '@coachkit/contract'
import { chunksOf } from '../../domain/document/chunk-document.js'
import { previewDocument } from '../../domain/document/preview-document.js'
import { detectLanguage } from '../../domain/language/detect-language.js'
import {
  type Chunk,
  type CreatorRecord,
  type ExtractedDocument,
  type ExtractResult,
  type Job,
  JobPostponed,
  type KnowledgeRepository,
  type NewEmbeddings,
} from '../../ports/index.js'
import { withSpan } from '../../telemetry/index.js'
import { embedChunks } from './embed-chunks.js'
import { beginIfLarge } from './index-passages.js'
import type { KnowledgeParts } from './knowledge-parts.js'
import { embedAnew } from './make-vectors.js'
import { scanFile } from './scan-file.js'
import { removeFile } from './store-file.js'

/** Characters the language of a whole document is judged by. */
const languageSample = 4000
/** Characters of a page's title that name its document. */
const longestTitle = 200
/** A scanner that is away is asked again so often. */
const scanAgainMs = 30_000
/** Chunks made in one turn of the event loop, some milliseconds of work: a book has thousands. */
const chunksInTurn = 20

/** scan → extract → chunk → embed → store. What is wrong with the file ends it; what is wrong with us rejects, and the job runs again. */
export async function ingestDocument(parts: KnowledgeParts, job: Job, signal: AbortSignal): Promise<void> {
  try {
    await read(parts, job, signal)
  } catch (error) {
    if (!(error instanceof EndedElsewhere)) throw error
  }
}

/** It was cancelled, removed or replaced meanwhile: nobody waits for this reading. */
class EndedElsewhere extends Error {}

async function read(parts: KnowledgeParts, job: Job, signal: AbortSignal): Promise<void> {
  const { creatorId, subjectId: documentId } = job
  const { document, creator } = await parts.storage.as({ creatorId }, async (tx) => ({
    document: await tx.knowledge.find(documentId),
    creator: await tx.creators.find(creatorId),
  }))
  if (!document || !creator || document.status === 'ready' || (document.status === 'quarantined' && !parts.scanner)) return
  const stage = (name: DocumentStage, progress: number) => reportStage(parts, { creatorId, documentId, stage: name, progress })

  if (!(await passesScan(parts, { creator, document, stage, signal }))) return
  await stage('extracting', 5)
  const extracted = await extract(parts, document, signal)
  signal.throwIfAborted()
  if (!extracted.ok) return failDocument(parts, { creator, documentId, code: extracted.code })

  await stage('chunking', 50)
  const language = detectLanguage(sampleOf(extracted.document)) ?? creator.language
  const chunks = await chunkInTurns(extracted.document, { language, signal })
  if (chunks.length === 0) return failDocument(parts, { creator, documentId, code: 'DOCUMENT_006' })

  const embeddings = await vectorsOf(parts, { creatorId, chunks, signal, onStart: () => stage('embedding', 60) })
  await stage('storing', 90)
  const { pageCount } = extracted.document
  const reading = previewDocument(extracted.document)
  const finished = await finish(parts, creatorId, { documentId, chunks, ...named(document, extracted.document), language, pageCount, reading, embeddings })
  if (finished) await tell(parts, creatorId, finished)
}

class FileGone extends Error {}

/** The stored file goes to the reader piece by piece, and once more from its beginning when the reader tries again. */
async function extract(
  { blobStore, extractor }: KnowledgeParts,
  document: { blobKey: string; type: DocumentType },
  signal: AbortSignal,
): Promise<ExtractResult> {
  const file: AsyncIterable<Uint8Array> = {
    async *[Symbol.asyncIterator]() {
      const pieces = await blobStore.get(document.blobKey)
      if (!pieces) throw new FileGone()
      yield* pieces
    },
  }
  try {
    return await withSpan('document parsing', { 'coachkit.document_type': document.type }, () => extractor.extract(file, { type: document.type, signal }))
  } catch (error) {
    if (error instanceof FileGone) return { ok: false, code: 'DOCUMENT_007' }
    throw error
  }
}

async function chunkInTurns(document: ExtractedDocument, { language, signal }: { language: string; signal: AbortSignal }): Promise<Chunk[]> {
  const chunks: Chunk[] = []
  for (const chunk of chunksOf(document, { detectLanguage, fallbackLanguage: language })) {
    chunks.push(chunk)
    if (chunks.length % chunksInTurn === 0) await setImmediate(undefined, { signal })
  }
  return chunks
}

/** Ends the document when the scanner finds something; a scanner that is away postpones the job. */
async function passesScan(
  parts: KnowledgeParts,
  input: {
    creator: CreatorRecord
    document: { id: string; blobKey: string }
    stage(name: DocumentStage, progress: number): Promise<void>
    signal: AbortSignal
  },
): Promise<boolean> {
  const { creator, document, signal } = input
  if (!parts.scanner) return true
  await input.stage('scanning', 2)
  const refusal = await scanFile({ ...parts, scanner: parts.scanner }, { blobKey: document.blobKey, signal })
  if (!refusal) return true
  await failDocument(parts, { creator, documentId: document.id, code: refusal.code, quarantined: true })
  if (refusal.again) throw new JobPostponed(scanAgainMs)
  return false
}

/** Says that a document is ready, and takes away what it replaced. */
async function tell(
  parts: KnowledgeParts,
  creatorId: string,
  { document, replaced }: { document: Document; replaced: { id: string; blobKey: string }[] },
): Promise<void> {
  parts.onJob()
  parts.announce(creatorId, document)
  parts.announceRemoved(
    creatorId,
    replaced.map(({ id }) => id),
  )
  for (const { id, blobKey } of replaced) {
    parts.onJobGone(id)
    await removeFile(parts, { creatorId, blobKey })
  }
}

/** Vectors that are still missing, or of another embedder than the other passages have, are looked into by a job of their own. */
function finish(parts: KnowledgeParts, creatorId: string, ended: Parameters<KnowledgeRepository['finish']>[0]): ReturnType<KnowledgeRepository['finish']> {
  return parts.storage.as({ creatorId }, async (tx) => {
    const { embeddings } = ended
    const finished = await tx.knowledge.finish(ended)
    if (finished && embeddings && (await tx.embeddings.completedWith()) !== embeddings.embedderId) await tx.embeddings.queue(embeddings)
    if (finished) await beginIfLarge(tx, parts)
    return finished
  })
}

/** A document is never left waiting for a job that will not come. Rejects when the database is away. */
export async function giveUpDocument(parts: KnowledgeParts, job: Job): Promise<void> {
  const creator = await parts.storage.as({ creatorId: job.creatorId }, (tx) => tx.creators.find(job.creatorId))
  if (creator) await failDocument(parts, { creator, documentId: job.subjectId, code: 'DOCUMENT_010' })
}

async function reportStage(parts: KnowledgeParts, input: { creatorId: string; documentId: string; stage: DocumentStage; progress: number }): Promise<void> {
  const { creatorId, ...rest } = input
  const document = await parts.storage.as({ creatorId }, (tx) => tx.knowledge.setProgress(rest))
  if (document?.status !== 'processing') throw new EndedElsewhere()
  parts.announce(creatorId, document)
}

async function failDocument(
  parts: KnowledgeParts,
  input: { creator: CreatorRecord; documentId: string; code: ErrorCode; quarantined?: boolean },
): Promise<void> {
  const { creator, documentId, code, quarantined = false } = input
  parts.logger.warn('document.failed', { creatorId: creator.id, documentId, code })
  const failed = await parts.storage.as({ creatorId: creator.id }, (tx) =>
    tx.knowledge.fail({ documentId, code, message: errorMessage(code, creator.language), quarantined }),
  )
  parts.announce(creator.id, failed)
}

/** Vectors are a gain, not a need: without them the document is found by its words, until they are made up for. */
async function vectorsOf(
  parts: KnowledgeParts,
  input: { creatorId: string; chunks: Chunk[]; signal: AbortSignal; onStart(): Promise<void> },
): Promise<NewEmbeddings | undefined> {
  const { embedder, storage } = parts
  if (!embedder) return undefined
  await input.onStart()
  const { vectors, hashes, failure } = await embedChunks({ storage, embedder, ...input })
  if (failure !== undefined) parts.logger.warn('document.without_vectors', { embedder: embedder.id })
  const { dimensions } = await storage.as({ creatorId: input.creatorId }, (tx) => tx.embeddings.progress({ embedderId: embedder.id }))
  const isOther = dimensions !== undefined && vectors.some((vector) => vector !== undefined && vector.length !== dimensions)
  if (isOther) await embedAnew(parts, input.creatorId)
  return { embedderId: embedder.id, vectors, hashes }
}

/** A page of the web is known by its title, not by the last part of its address. */
function named({ source }: { source?: string | undefined }, { title }: ExtractedDocument): { name?: string } {
  return source === undefined || !title ? {} : { name: title.slice(0, longestTitle) }
}

function sampleOf({ blocks }: ExtractedDocument): string {
  let sample = ''
  for (const { text } of blocks) {
    if (sample.length >= languageSample) break
    sample += `${text}\n`
  }
  return sample
}
