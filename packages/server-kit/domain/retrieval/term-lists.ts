import { createTextAnalyser } from './analyse-text.js'
import { bestHits } from './best-hits.js'
import { type IndexedPassage, titleOf } from './passage-reader.js'

/** Raise it with every change of words, stems, small words or weights: lists of another reading are made anew. */
export const analysisVersion = 1
/** Places of a block; an entry holds its place in two bytes. Measured: larger blocks have fewer rows, and grow in the table each time a document adds to them. */
export const blockSize = 2 ** 11
const entryLength = 3

const saturation = 1.2
const lengthShare = 0.75
const headingWeight = 0.5
const heaviest = 1 + headingWeight

/** A passage's words of subject by their stems, as often as they stand. */
export interface PassageTerms {
  title: string[]
  text: string[]
}

/** What a word has in one block. */
export interface TermList {
  term: string
  block: number
  passages: number
  /** Three bytes for each passage: its place in the block, the lower byte first, and its weight, 255 for the heaviest. */
  entries: Uint8Array
}

/** Reads passages into terms; it remembers the words it has met, so use one for a document and drop it. */
export function createTermReader(): (passage: IndexedPassage) => PassageTerms {
  const analyse = createTextAnalyser()
  const stems = (text: string, language: string) => analyse(text, language).map(({ stem }) => stem)
  return (passage) => ({ title: stems(titleOf(passage), passage.language), text: stems(passage.text, passage.language) })
}

export function wordCountOf({ title, text }: PassageTerms): number {
  return title.length + text.length
}

/** The lists of passages, by term: BM25's share of each word in each passage, that of its headings added. */
export interface TermLists {
  add(passage: { place: number; terms: PassageTerms }): void
  /** In one order everywhere, so that writers never wait for each other in a circle. */
  all(): TermList[]
}

/** `meanLength`: words of the creator's mean passage. */
export function createTermLists(meanLength: number): TermLists {
  const lists = new Map<string, { term: string; block: number; entries: number[] }>()
  return {
    add({ place, terms }) {
      const block = Math.floor(place / blockSize)
      const offset = place % blockSize
      for (const [term, weight] of weightsOf(terms, meanLength)) {
        const key = `${block} ${term}`
        const list = lists.get(key) ?? { term, block, entries: [] }
        lists.set(key, list)
        list.entries.push(offset & 255, offset >> 8, weight)
      }
    },
    all() {
      const found = [...lists.values()].map(({ entries, ...list }) => ({ ...list, passages: entries.length / entryLength, entries: Uint8Array.from(entries) }))
      return found.sort((left, right) => (left.term < right.term ? -1 : left.term > right.term ? 1 : left.block - right.block))
    },
  }
}

function weightsOf(terms: PassageTerms, meanLength: number): Map<string, number> {
  const titles = counts(terms.title)
  const norm = saturation * (1 - lengthShare + (lengthShare * wordCountOf(terms)) / Math.max(1, meanLength))
  const weights = new Map<string, number>()
  for (const [term, count] of counts([...terms.title, ...terms.text])) {
    const inTitle = titles.get(term) ?? 0
    const weight = count / (count + norm) + (headingWeight * inTitle) / (inTitle + saturation)
    weights.set(term, Math.max(1, Math.round((weight / heaviest) * 255)))
  }
  return weights
}

function counts(terms: readonly string[]): Map<string, number> {
  const found = new Map<string, number>()
  for (const term of terms) found.set(term, (found.get(term) ?? 0) + 1)
  return found
}

/** The entries of a list that are not at these places. */
export function withoutPlaces({ block, entries }: Pick<TermList, 'block' | 'entries'>, places: ReadonlySet<number>): Uint8Array {
  const kept: number[] = []
  for (let at = 0; at < entries.length; at += entryLength) {
    if (!places.has(block * blockSize + offsetAt(entries, at))) kept.push(...entries.subarray(at, at + entryLength))
  }
  return Uint8Array.from(kept)
}

/**
 * The places with the highest sums over these lists, best first; of those `fitting` alone when told. Beyond the first `least`, only those
 * with this `share` of the best sum.
 */
export function bestPlaces(
  lists: readonly { block: number; entries: Uint8Array; weight: number }[],
  { limit, least = limit, share = 0, fitting }: { limit: number; least?: number; share?: number; fitting?: ReadonlySet<number> | undefined },
): number[] {
  const lastBlock = lists.reduce((last, { block }) => Math.max(last, block), -1)
  const sums = new Float32Array((lastBlock + 1) * blockSize)
  for (const { block, entries, weight } of lists) {
    const first = block * blockSize
    for (let at = 0; at < entries.length; at += entryLength) {
      const place = first + offsetAt(entries, at)
      if (fitting?.has(place) === false) continue
      sums[place] = (sums[place] ?? 0) + weight * (entries[at + 2] ?? 0)
    }
  }
  const hits = bestHits(sums, limit)
  const enough = share * (hits[0]?.score ?? 0)
  return hits.filter(({ score }, rank) => rank < least || score >= enough).map(({ index }) => index)
}

function offsetAt(entries: Uint8Array, at: number): number {
  return (entries[at] ?? 0) + ((entries[at + 1] ?? 0) << 8)
}
