import { sql } from 'drizzle-orm'
import type { KnowledgeInventory } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { creators, documents, unclaimedFiles } from '../schema.js'

/** Row-level security shows the tenant its own rows only. */
export async function knowledgeInventory(db: Database): Promise<KnowledgeInventory> {
  const { id, blobKey, status, chunkCount } = documents
  const storedChunks = sql<number>`(select count(*)::int from coach.chunks c where c.document_id = documents.id)`
  const ofDocument = sql<number>`(select count(*)::int from coach.jobs j where j.kind = 'ingest' and j.status <> 'dead' and j.subject_id = documents.id)`
  const chunks = sql<number>`(select count(*)::int from coach.chunks c where not exists (select 1 from coach.documents d where d.id = c.document_id))
    + (select count(*)::int from coach.kept_chunks k
      where not exists (select 1 from coach.documents d where d.id = k.document_id and d.status in ('pending', 'processing')))`
  const vectors = sql<number>`(select count(*)::int from coach.embeddings e where not exists (select 1 from coach.chunks c where c.id = e.chunk_id))`
  const jobs = sql<number>`(select count(*)::int from coach.jobs j where j.kind = 'ingest' and not exists (select 1 from coach.documents d where d.id = j.subject_id))`
  return {
    documents: await db.select({ id, blobKey, status, chunkCount, storedChunks, jobs: ofDocument }).from(documents),
    stray: only(await db.select({ chunks, vectors, jobs }).from(creators)),
    unclaimed: (await db.select({ blobKey: unclaimedFiles.blobKey }).from(unclaimedFiles)).map((file) => file.blobKey),
  }
}
