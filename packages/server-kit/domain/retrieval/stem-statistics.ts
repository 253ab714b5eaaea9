import type { ReadPassage } from './passage-reader.js'
import { inverseFrequency } from './postings.js'
import type { Vocabulary } from './vocabulary.js'

/** How much words and pairs of words tell in these passages, and how long those are. */
export interface StemStatistics {
  meanPassage: number
  meanSentence: number
  /** Of a stem, a small word's too. */
  idf(stem: number): number
  /** Of two stems that stand side by side, or with only small words between them. */
  pairIdf(first: number, second: number): number
  /** How many passages were counted, and how many of them have a stem or a pair. */
  passageCount: number
  having(stem: number): number
  havingPair(first: number, second: number): number
}

const mostBuckets = 2 ** 20

/** Pairs are counted by their hash: two that share one only look a little less rare, and a list of all pairs would outgrow the texts. */
export function countStems(passages: readonly ReadPassage[], vocabulary: Vocabulary): StemStatistics {
  const { words, sentences } = lengthsOf(passages)
  const buckets = Math.min(mostBuckets, 2 ** Math.ceil(Math.log2(2 * words + 2)))
  const stems = new PassageCounter(vocabulary.stemCount)
  const pairs = new PassageCounter(buckets)
  for (const { title, text } of passages) {
    stems.nextPassage()
    pairs.nextPassage()
    for (const list of [title, text]) countList(list, { stems, pairs, vocabulary })
  }
  const having = (stem: number) => stems.having[stem] ?? 0
  const havingPair = (first: number, second: number) => pairs.having[bucketOf(first, second, buckets)] ?? 0
  return {
    meanPassage: Math.max(1, words / Math.max(1, passages.length)),
    meanSentence: Math.max(1, words / Math.max(1, sentences)),
    idf: (stem) => inverseFrequency(passages.length, having(stem)),
    pairIdf: (first, second) => inverseFrequency(passages.length, havingPair(first, second)),
    passageCount: passages.length,
    having,
    havingPair,
  }
}

function countList(list: Uint32Array, { stems, pairs, vocabulary }: { stems: PassageCounter; pairs: PassageCounter; vocabulary: Vocabulary }): void {
  const buckets = pairs.having.length
  let previous: number | undefined
  let previousSubject: number | undefined
  for (const number of list) {
    const { stem, isSmall } = vocabulary.word(number)
    stems.add(stem)
    if (previous !== undefined) pairs.add(bucketOf(previous, stem, buckets))
    if (!isSmall && previousSubject !== undefined && previousSubject !== previous) pairs.add(bucketOf(previousSubject, stem, buckets))
    previous = stem
    if (!isSmall) previousSubject = stem
  }
}

/** In how many passages each of so many things stands. */
class PassageCounter {
  readonly having: Uint32Array
  readonly #seenIn: Uint32Array
  #passage = 0

  constructor(size: number) {
    this.having = new Uint32Array(size)
    this.#seenIn = new Uint32Array(size)
  }
  nextPassage(): void {
    this.#passage++
  }
  add(at: number): void {
    if (this.#seenIn[at] === this.#passage) return
    this.#seenIn[at] = this.#passage
    this.having[at] = (this.having[at] ?? 0) + 1
  }
}

function bucketOf(first: number, second: number, buckets: number): number {
  const mixed = Math.imul(first ^ Math.imul(second + 1, 0x9e3779b1), 0x85ebca6b)
  return ((mixed ^ (mixed >>> 15)) >>> 0) & (buckets - 1)
}

function lengthsOf(passages: readonly ReadPassage[]): { words: number; sentences: number } {
  let words = 0
  let sentences = 0
  for (const { title, text, sentenceEnds } of passages) {
    words += title.length + text.length
    sentences += sentenceEnds.length + 1
  }
  return { words, sentences }
}
