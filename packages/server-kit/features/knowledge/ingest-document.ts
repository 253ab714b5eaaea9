import { type Document, type DocumentStage, type ErrorCode, errorMessage } from '@coachkit/contract'
import { type Chunk, type CreatorRecord, type Embedder, type Job, JobPostponed, type KnowledgeRepository, type NewEmbeddings } from '../../ports/index.js'
import { cutFile } from './cut-file.js'
import { embedChunks } from './embed-chunks.js'
import { EndedElsewhere } from './ended-elsewhere.js'
import { gatherChunks } from './gather-chunks.js'
import { beginIfLarge } from './index-passages.js'
import type { KnowledgeParts } from './knowledge-parts.js'
import { embedAnew } from './make-vectors.js'
import { scanFile } from './scan-file.js'
import { removeFile } from './store-file.js'

/** A scanner that is away is asked again so often. */
const scanAgainMs = 30_000

/** scan → extract and cut → embed → store, some chunks at a time. What is wrong with the file ends it; what is wrong with us rejects, and the job runs again. */
export async function ingestDocument(parts: KnowledgeParts, job: Job, signal: AbortSignal): Promise<void> {
  try {
    await read(parts, job, signal)
  } catch (error) {
    if (!(error instanceof EndedElsewhere)) throw error
  }
}

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
  const gathered = gatherChunks({ storage: parts.storage, creatorId, documentId })
  let isCut = false
  const take = async (chunks: Chunk[]) => {
    signal.throwIfAborted()
    if (!isCut) await stage('chunking', 50)
    isCut = true
    await gathered.add(chunks)
  }
  const { chunkTokens = parts.sizes.chunkTokens, overlapTokens = parts.sizes.overlapTokens } = document
  const sizes = { chunkTokens, overlapTokens }
  const read = await cutFile(parts, { blobKey: document.blobKey, type: document.type, language: creator.language, sizes, signal, take })
  signal.throwIfAborted()
  if (!read.ok) return failDocument(parts, { creator, documentId, code: read.code })

  const { embedder } = parts
  if (embedder) {
    await stage('embedding', 60)
    await gathered.embed((chunks) => vectorsOf(parts, { embedder, creatorId, chunks, signal }))
  }
  await stage('storing', 90)
  const { title, ...told } = read.document
  const finished = await finish(parts, creatorId, { documentId, ...gathered.finished(), ...named(document, title), ...told })
  if (finished) await tell(parts, creatorId, finished)
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
  { embedder, creatorId, chunks, signal }: { embedder: Embedder; creatorId: string; chunks: Chunk[]; signal: AbortSignal },
): Promise<NewEmbeddings> {
  const { storage } = parts
  const { vectors, hashes, failure } = await embedChunks({ storage, embedder, creatorId, chunks, signal })
  if (failure !== undefined) parts.logger.warn('document.without_vectors', { embedder: embedder.id })
  const { dimensions } = await storage.as({ creatorId }, (tx) => tx.embeddings.progress({ embedderId: embedder.id }))
  const isOther = dimensions !== undefined && vectors.some((vector) => vector !== undefined && vector.length !== dimensions)
  if (isOther) await embedAnew(parts, creatorId)
  return { embedderId: embedder.id, vectors, hashes }
}

/** A page of the web is known by its title, not by the last part of its address. */
function named({ source }: { source?: string | undefined }, title: string | undefined): { name?: string } {
  return source === undefined || !title ? {} : { name: title }
}
