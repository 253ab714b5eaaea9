import type { BlobStore, Storage } from '../../ports/index.js'

/** Something that lost what it belongs to. */
export interface Orphan {
  what: 'file without a document' | 'document without its file' | 'document without its chunks' | 'document without a job' | 'chunks' | 'vectors' | 'jobs'
  /** Of the document or the file; how many, where there is no id. */
  id: string
}

/** Holds every document of every creator against its file, chunks, vectors and job, and the reverse. Right while nothing is being changed. */
export async function findOrphans({ storage, blobStore }: { storage: Storage; blobStore: BlobStore }): Promise<Orphan[]> {
  const files = new Set<string>()
  for await (const key of blobStore.keys()) files.add(key)
  const found: Orphan[] = []
  let cursor: string | undefined
  do {
    const page = await storage.as({ system: 'accounts' }, (tx) => tx.creators.page({ limit: 100, ...(cursor === undefined ? {} : { cursor }) }))
    for (const { id, logoId } of page.items) found.push(...(await ofCreator({ storage, files, creatorId: id, logoId })))
    cursor = page.nextCursor
  } while (cursor !== undefined)
  for (const id of files) found.push({ what: 'file without a document', id })
  return found
}

/** Takes the files that it knows out of `files`. */
async function ofCreator(input: { storage: Storage; files: Set<string>; creatorId: string; logoId: string | null }): Promise<Orphan[]> {
  const { storage, files, creatorId, logoId } = input
  const { inventory, sent } = await storage.as({ creatorId }, async (tx) => ({
    inventory: await tx.knowledge.inventory(),
    sent: await tx.attachments.blobKeys(),
  }))
  const { documents, stray, unclaimed } = inventory
  const found: Orphan[] = []
  for (const { id, blobKey, status, chunkCount, storedChunks, jobs } of documents) {
    if (!files.delete(blobKey)) found.push({ what: 'document without its file', id })
    if (chunkCount !== storedChunks || (status === 'ready' && storedChunks === 0)) found.push({ what: 'document without its chunks', id })
    if ((status === 'pending' || status === 'processing') && jobs === 0) found.push({ what: 'document without a job', id })
  }
  for (const key of [...unclaimed, ...sent, `${creatorId}-logo-${logoId}`]) files.delete(key)
  for (const what of ['chunks', 'vectors', 'jobs'] as const) if (stray[what] > 0) found.push({ what, id: String(stray[what]) })
  return found
}
