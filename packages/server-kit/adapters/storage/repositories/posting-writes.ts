import { setImmediate } from 'node:timers/promises'
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import {
  analysisVersion,
  blockSize,
  createTermLists,
  createTermReader,
  type PassageTerms,
  type TermList,
  withoutPlaces,
  wordCountOf,
} from '../../../domain/retrieval/term-lists.js'
import type { Database } from '../database.js'
import { chunks, documents, lexicalIndexes, postings } from '../schema.js'
import { batches } from './batches.js'

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
/** Passages of a document that are in memory when it is taken out. */
const passagesAtOnce = 500

const current = eq(lexicalIndexes.analysis, analysisVersion)

type Passages = readonly WrittenPassage[]

/** Adds passages to the creator's postings; they get consecutive places, of which the first is returned. `undefined`, and nothing read, when it has none. */
export async function addToPostings(db: Database, read: () => Passages | Promise<Passages>): Promise<number | undefined> {
  const [kept] = await db.select({ analysis: lexicalIndexes.analysis }).from(lexicalIndexes).where(current)
  if (!kept) return undefined
  const passages = await read()
  const readTerms = createTermReader()
  const terms: PassageTerms[] = []
  await inTurns(passages, (passage) => terms.push(readTerms(passage)))
  const wordCount = terms.reduce((sum, each) => sum + wordCountOf(each), 0)
  // Holds the creator's row: those who write its postings take turns.
  const [state] = await db.update(lexicalIndexes).set(grownBy(passages.length, wordCount)).where(current).returning()
  if (!state) return undefined
  const first = state.nextPlace - passages.length
  const lists = createTermLists(state.wordCount / Math.max(1, state.passageCount))
  await inTurns(terms, (each, position) => lists.add({ place: first + position, terms: each }))
  for (const batch of batches(lists.all(), rowsAtOnce)) {
    await db.execute(sql`insert into coach.postings (term, block, passages, entries)
      select lists.term, lists.block, lists.passages, decode(lists.entries, 'base64') from ${rowsOf(batch)}
      on conflict (creator_id, term, block)
      do update set passages = postings.passages + excluded.passages, entries = postings.entries || excluded.entries`)
  }
  return first
}

/** A book is read in hundreds of milliseconds: everybody else gets a turn between. */
async function inTurns<Item>(items: readonly Item[], work: (item: Item, at: number) => void): Promise<void> {
  for (const [at, item] of items.entries()) {
    work(item, at)
    if ((at + 1) % passagesInTurn === 0) await setImmediate()
  }
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
  let [removed, words] = [0, 0]
  for (let after = -1; ; ) {
    const placed = await placedAfter(db, { documentIds, after })
    words += await removePassages(db, placed)
    removed += placed.length
    after = placed.at(-1)?.place ?? after
    if (placed.length < passagesAtOnce) break
  }
  if (removed === 0) return
  await db.update(lexicalIndexes).set({
    passageCount: state.passageCount - removed,
    wordCount: Math.max(0, state.wordCount - words),
  })
}

type PlacedPassage = WrittenPassage & { place: number }

/** Passages of these documents by their places; of a large document, some. */
async function placedAfter(db: Database, { documentIds, after }: { documentIds: readonly string[]; after: number }): Promise<PlacedPassage[]> {
  const rows = await db
    .select({ place: chunks.place, text: chunks.text, headings: chunks.headings, language: chunks.language, documentName: documents.name })
    .from(chunks)
    .innerJoin(documents, and(eq(documents.creatorId, chunks.creatorId), eq(documents.id, chunks.documentId)))
    .where(and(inArray(chunks.documentId, [...documentIds]), gt(chunks.place, after)))
    .orderBy(asc(chunks.place))
    .limit(passagesAtOnce)
  return rows.flatMap(({ place, ...passage }) => (place === null ? [] : { ...passage, place }))
}

/** Tells how many words they have. */
async function removePassages(db: Database, passages: readonly PlacedPassage[]): Promise<number> {
  const read = createTermReader()
  const byBlock = new Map<number, { places: Set<number>; terms: Set<string> }>()
  let words = 0
  await inTurns(passages, (passage) => {
    const { place } = passage
    const terms = read(passage)
    words += wordCountOf(terms)
    const block = byBlock.get(Math.floor(place / blockSize)) ?? { places: new Set(), terms: new Set() }
    byBlock.set(Math.floor(place / blockSize), block)
    block.places.add(place)
    for (const term of [...terms.title, ...terms.text]) block.terms.add(term)
  })
  for (const [block, { places, terms }] of byBlock) await shorten(db, { block, places, terms: [...terms] })
  return words
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
