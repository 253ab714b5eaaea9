import { pipeline } from 'node:stream/promises'

const built = (file) => import(new URL(`../packages/server-kit/dist/${file}`, import.meta.url).href)
const { analysisVersion, blockSize, createTermLists, createTermReader, wordCountOf } = await built('domain/retrieval/term-lists.js')

const passagesOfDocument = 50

/** Puts passages and their postings into a creator's tables as its ingestion would leave them, by copying: setting up is not what is measured. */
export async function fillPostgres(sql, { creatorId, passages }) {
  const documents = Array.from({ length: Math.ceil(passages.length / passagesOfDocument) }, (_, number) => [
    ...[creatorId, documentId(number), `Book ${number}.md`, 'md', 1, `blob-${number}`, 'ready'],
    Math.min(passagesOfDocument, passages.length - number * passagesOfDocument),
  ])
  await copy(sql, 'coach.documents (creator_id, id, name, type, size, blob_key, status, chunk_count)', documents)
  const chunks = passages.map(({ text, language }, place) => {
    const number = Math.floor(place / passagesOfDocument)
    return [creatorId, chunkId(place), documentId(number), place % passagesOfDocument, text, '[]', language, text.length >> 2, place]
  })
  await copy(sql, 'coach.chunks (creator_id, id, document_id, chunk_index, text, headings, language, token_count, place)', chunks)
  const read = createTermReader()
  const terms = passages.map((passage, place) => read({ ...passage, documentName: `Book ${Math.floor(place / passagesOfDocument)}.md` }))
  const wordCount = terms.reduce((sum, each) => sum + wordCountOf(each), 0)
  await copy(sql, 'coach.postings (creator_id, term, block, passages, entries)', postingRows({ creatorId, terms, meanLength: wordCount / passages.length }))
  const counts = [passages.length, passages.length, wordCount]
  await copy(sql, 'coach.lexical_indexes (creator_id, analysis, next_place, passage_count, word_count, ready)', [[creatorId, analysisVersion, ...counts, true]])
  await sql`update coach.creators set knowledge_version = knowledge_version + 1 where id = ${creatorId}`
  await sql`vacuum analyze`
}

/** Ids that are as good as drawn, as those of content are. */
export function chunkId(place) {
  const mixed = (place * 2654435761) % 2 ** 32
  return `${mixed.toString(16).padStart(8, '0')}-0000-5000-8000-${place.toString(16).padStart(12, '0')}`
}

function documentId(number) {
  return `doc_${String(number).padStart(24, '0')}`
}

function* postingRows({ creatorId, terms, meanLength }) {
  for (let first = 0; first < terms.length; first += blockSize) {
    const lists = createTermLists(meanLength)
    for (const [offset, each] of terms.slice(first, first + blockSize).entries()) lists.add({ place: first + offset, terms: each })
    for (const { term, block: number, passages, entries } of lists.all())
      yield [creatorId, term, number, passages, `\\x${Buffer.from(entries).toString('hex')}`]
  }
}

export async function copy(sql, target, rows) {
  const lines = function* () {
    for (const row of rows) yield `${row.map(written).join('\t')}\n`
  }
  await pipeline(lines, await sql.unsafe(`copy ${target} from stdin`).writable())
}

/** A value as COPY reads it. */
function written(value) {
  return String(value).replace(/[\\\n\r\t]/g, (character) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[character])
}
