import { randomUUID } from 'node:crypto'
import type { Chunk, KeptReading, NewEmbeddings, Storage } from '../../ports/index.js'
import { EndedElsewhere } from './ended-elsewhere.js'

/** Chunks of a document that are held in memory, some 500 kB; most documents have fewer. */
const heldAtOnce = 500

/** The chunks of one reading: the latest in memory, those before them kept in the database, where nobody sees them yet. */
export interface GatheredChunks {
  add(chunks: Chunk[]): Promise<void>
  /** Makes vectors of all of them, some at a time; `embed` gets chunks and answers with theirs. */
  embed(embed: (chunks: Chunk[]) => Promise<NewEmbeddings>): Promise<void>
  /** What a document is finished with. */
  finished(): { chunks: Chunk[]; kept?: KeptReading; embeddings?: NewEmbeddings }
}

export function gatherChunks({ storage, creatorId, documentId }: { storage: Storage; creatorId: string; documentId: string }): GatheredChunks {
  const reading = randomUUID()
  let [held, count]: [Chunk[], number] = [[], 0]
  let embeddings: NewEmbeddings | undefined
  return {
    async add(chunks) {
      if (held.length > 0 && held.length + chunks.length > heldAtOnce) {
        const full = held
        held = []
        if (!(await storage.as({ creatorId }, (tx) => tx.knowledge.keep({ documentId, reading, chunks: full })))) throw new EndedElsewhere()
        count += full.length
      }
      held.push(...chunks)
    },
    async embed(embed) {
      for (let from = 0; from < count; from += heldAtOnce) {
        const chunks = await storage.as({ creatorId }, (tx) => tx.knowledge.kept({ documentId, reading, from, limit: heldAtOnce }))
        const made = await embed(chunks)
        await storage.as({ creatorId }, (tx) => tx.knowledge.keepVectors({ documentId, reading, from, embeddings: made }))
      }
      embeddings = await embed(held)
    },
    finished: () => ({ chunks: held, ...(count === 0 ? {} : { kept: { reading, count } }), ...(embeddings ? { embeddings } : {}) }),
  }
}
