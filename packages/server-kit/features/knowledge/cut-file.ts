import { setImmediate } from 'node:timers/promises'
import { readDocument } from '../../domain/document/read-document.js'
import type { Chunk, CutResult, Cutting, FilePieces, TextExtractor } from '../../ports/index.js'
import { withSpan } from '../../telemetry/index.js'
import type { KnowledgeParts } from './knowledge-parts.js'

/** Chunks made in one turn of the event loop, some milliseconds of work: a book has thousands. */
const chunksInTurn = 20

class FileGone extends Error {}

/** The stored file goes to the reader piece by piece, once more from its beginning when the reader tries again, and its chunks come back so. */
export async function cutFile(
  { blobStore, extractor }: Pick<KnowledgeParts, 'blobStore' | 'extractor'>,
  input: Cutting & { blobKey: string },
): Promise<CutResult> {
  const { blobKey, ...cutting } = input
  const file: AsyncIterable<Uint8Array> = {
    async *[Symbol.asyncIterator]() {
      const pieces = await blobStore.get(blobKey)
      if (!pieces) throw new FileGone()
      yield* pieces
    },
  }
  try {
    return await withSpan('document parsing', { 'coachkit.document_type': input.type }, () =>
      extractor.cut ? extractor.cut(file, cutting) : cutHere(extractor, file, cutting),
    )
  } catch (error) {
    if (error instanceof FileGone) return { ok: false, code: 'DOCUMENT_007' }
    throw error
  }
}

/** Of an extractor that only gives the text; other work has its turn between. */
async function cutHere(extractor: TextExtractor, file: FilePieces, { type, language, sizes, signal, take }: Cutting): Promise<CutResult> {
  const extracted = await extractor.extract(file, { type, signal })
  if (!extracted.ok) return extracted
  const { document, chunks } = readDocument(extracted.document, { fallbackLanguage: language, sizes })
  let [turn, isEmpty]: [Chunk[], boolean] = [[], true]
  for (const chunk of chunks) {
    turn.push(chunk)
    isEmpty = false
    if (turn.length < chunksInTurn) continue
    await take(turn)
    turn = []
    await setImmediate(undefined, { signal })
  }
  if (turn.length > 0) await take(turn)
  return isEmpty ? { ok: false, code: 'DOCUMENT_006' } : { ok: true, document }
}
