import { setImmediate } from 'node:timers/promises'
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { analysisVersion, blockSize, createTermReader, listTerms, type TermList, withoutPlaces, wordCountOf } from '../../../domain/retrieval/term-lists.js'
import type { Database } from '../database.js'
import { chunks, documents, lexicalIndexes, postings } from '../schema.js'

/** What is read of a passage. */
interface WrittenPassage {
  text: string
  headings: string[]
  language: string
  documentName: string
}

/** Rows of one statement: each is quick, and none comes near the statement's time limit. */
const rowsAtOnce = 4000
const termsAtOnce = 1000
const passagesInTurn = 20

const current = eq(lexicalIndexes.analysis, analysisVersion)

/** Adds passages to the creator's postings; they get consecutive places, of which the first is returned. `undefined` when it has none. */
export async function addToPostings(db: Database, passages: readonly WrittenPassage[]): Promise<number | undefined> {
  const [kept] = await db.select({ analysis: lexicalIndexes.analysis }).from(lexicalIndexes).where(current)
  if (!kept) return undefined
  const terms = await readInTurns(passages)
  const wordCount = terms.reduce((sum, each) => sum + wordCountOf(each), 0)
  // Holds the creator's row: those who write its postings take turns.
  const [state] = await db.update(lexicalIndexes).set(grownBy(passages.length, wordCount)).where(current).returning()
  if (!state) return undefined
  const first = state.nextPlace - passages.length
  const lists = listTerms(
    terms.map((each, position) => ({ place: first + position, terms: each })),
    state.wordCount / Math.max(1, state.passageCount),
  )
  for (const batch of batches(lists, rowsAtOnce)) {
    await db.execute(sql`insert into coach.postings (term, block, passages, entries)
      select lists.term, lists.block, lists.passages, decode(lists.entries, 'base64') from ${rowsOf(batch)}
      on conflict (creator_id, term, block)
      do update set passages = postings.passages + excluded.passages, entries = postings.entries || excluded.entries`)
  }
  return first
}

/** A book is read in hundreds of milliseconds: everybody else gets a turn between. */
async function readInTurns(passages: readonly WrittenPassage[]): Promise<ReturnType<ReturnType<typeof createTermReader>>[]> {
  const read = createTermReader()
  const terms: ReturnType<typeof read>[] = []
  for (const passage of passages) {
    terms.push(read(passage))
    if (terms.length % passagesInTurn === 0) await setImmediate()
  }
  return terms
}

function grownBy(passages: number, words: number) {
  return {
    nextPlace: sql`${lexicalIndexes.nextPlace} + ${passages}`,
    passageCount: sql`${lexicalIndexes.passageCount} + ${passages}`,
    wordCount: sql`${lexicalIndexes.wordCount} + ${words}`,
  }
}

/** Takes the passages of these documents out of the postings; to be called while they are still there. */
export async function removeFromPostings(db: Database, documentIds: readonly string[]): Promise<void> {
  if (documentIds.length === 0) return
  const [state] = await db.select().from(lexicalIndexes).where(current).for('update')
  if (!state) return
  const placed = await db
    .select({ place: chunks.place, text: chunks.text, headings: chunks.headings, language: chunks.language, documentName: documents.name })
    .from(chunks)
    .innerJoin(documents, and(eq(documents.creatorId, chunks.creatorId), eq(documents.id, chunks.documentId)))
    .where(and(inArray(chunks.documentId, [...documentIds]), isNotNull(chunks.place)))
  if (placed.length === 0) return
  const read = createTermReader()
  const byBlock = new Map<number, { places: Set<number>; terms: Set<string> }>()
  let words = 0
  for (const passage of placed) {
    const place = passage.place ?? 0
    const terms = read(passage)
    words += wordCountOf(terms)
    const block = byBlock.get(Math.floor(place / blockSize)) ?? { places: new Set(), terms: new Set() }
    byBlock.set(Math.floor(place / blockSize), block)
    block.places.add(place)
    for (const term of [...terms.title, ...terms.text]) block.terms.add(term)
  }
  for (const [block, { places, terms }] of byBlock) await shorten(db, { block, places, terms: [...terms] })
  await db.update(lexicalIndexes).set({
    passageCount: state.passageCount - placed.length,
    wordCount: Math.max(0, state.wordCount - words),
  })
}

async function shorten(db: Database, { block, places, terms }: { block: number; places: ReadonlySet<number>; terms: string[] }): Promise<void> {
  for (const batch of batches(terms, termsAtOnce)) {
    const stored = await db
      .select()
      .from(postings)
      .where(and(inArray(postings.term, batch), eq(postings.block, block)))
    const shorter = stored.map(({ term, entries }) => {
      const kept = withoutPlaces({ block, entries }, places)
      return { term, block, passages: kept.length / 3, entries: kept }
    })
    const emptied = shorter.filter(({ passages }) => passages === 0).map(({ term }) => term)
    if (emptied.length > 0) await db.delete(postings).where(and(inArray(postings.term, emptied), eq(postings.block, block)))
    const left = shorter.filter(({ passages }) => passages > 0)
    if (left.length === 0) continue
    await db.execute(sql`update coach.postings set passages = lists.passages, entries = decode(lists.entries, 'base64')
      from ${rowsOf(left)} where postings.term = lists.term and postings.block = lists.block`)
  }
}

/** Lists as rows of a statement, named `lists`. */
function rowsOf(lists: readonly TermList[]) {
  const rows = lists.map((list) => ({ ...list, entries: Buffer.from(list.entries).toString('base64') }))
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as lists(term text, block integer, passages integer, entries text)`
}

function* batches<Row>(rows: readonly Row[], size: number): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size)
}
