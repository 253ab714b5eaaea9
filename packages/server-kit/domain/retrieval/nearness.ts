import type { ReadPassage } from './passage-reader.js'
import { countStems, type StemStatistics } from './stem-statistics.js'
import type { Vocabulary } from './vocabulary.js'
import type { WholeMaterial } from './whole-material.js'

/** A word of the question as nearness reads it. */
export interface PlacedWord {
  stem: number | undefined
  isSmall: boolean
}

export type Nearness = (question: readonly PlacedWord[], candidates: readonly number[]) => number[]

const saturation = 1.2
const sentenceLength = 0.5
const passageLength = 0.75
const sentenceWeight = 0.25
/** Words side by side, small ones too: `how do I get` and `who gets` ask different things of the same words. */
const neighbourWeight = 0.2
/** Words of subject with nothing but small ones between them. */
const subjectPairWeight = 0.1
/** Places are bytes. */
const mostWords = 250

/** How near each other a question's words stand in a passage: the BM25 of its best sentence and of the question's pairs of words. */
export function createNearness(passages: readonly ReadPassage[], vocabulary: Vocabulary, whole?: WholeMaterial): Nearness {
  const counted = countStems(passages, vocabulary)
  const statistics = whole?.stems(counted) ?? counted
  const placeOf = new Uint8Array(vocabulary.stemCount)
  const marks = vocabulary.stemMarks()
  return (question, candidates) => {
    const asked = placeWords({ question: question.slice(0, mostWords), placeOf, statistics })
    const scores = candidates.map((candidate) => {
      const passage = passages[candidate]
      return passage === undefined ? 0 : nearnessIn(passage, { asked, placeOf, marks, statistics })
    })
    for (const stem of asked.stems) placeOf[stem] = 0
    return scores
  }
}

/** Pairs of places: which pair of the question it is, from 1, and what each earns. */
interface Pairs {
  width: number
  at: Uint8Array
  weights: number[]
}
interface Asked {
  stems: number[]
  /** By place from 1: what a sentence earns by the word. */
  weights: number[]
  neighbours: Pairs
  subjectPairs: Pairs
}

/** Gives each stem of the question a place from 1. */
function placeWords({ question, placeOf, statistics }: { question: readonly PlacedWord[]; placeOf: Uint8Array; statistics: StemStatistics }): Asked {
  const stems: number[] = []
  const weights = [0]
  const placed = question.map(({ stem, isSmall }) => {
    if (stem === undefined || stem >= placeOf.length) return { place: 0, stem: 0, isSmall }
    if (placeOf[stem] === 0) {
      stems.push(stem)
      weights.push(0)
      placeOf[stem] = stems.length
    }
    const place = placeOf[stem] ?? 0
    if (!isSmall) weights[place] = (weights[place] ?? 0) + statistics.idf(stem)
    return { place, stem, isSmall }
  })
  const width = stems.length + 1
  const subjects = placed.filter(({ isSmall }) => !isSmall)
  return { stems, weights, neighbours: pairsOf(placed, width, statistics), subjectPairs: pairsOf(subjects, width, statistics) }
}

function pairsOf(placed: readonly { place: number; stem: number }[], width: number, statistics: StemStatistics): Pairs {
  const at = new Uint8Array(width * width)
  const weights = [0]
  for (const [index, second] of placed.entries()) {
    const first = placed[index - 1]
    if (first === undefined || first.place === 0 || second.place === 0) continue
    const key = first.place * width + second.place
    if (at[key] === 0) at[key] = weights.push(0) - 1
    const pair = at[key] ?? 0
    weights[pair] = (weights[pair] ?? 0) + statistics.pairIdf(first.stem, second.stem)
  }
  return { width, at, weights }
}

interface Reading {
  asked: Asked
  placeOf: Uint8Array
  marks: Uint32Array
  statistics: StemStatistics
}

function nearnessIn(passage: ReadPassage, reading: Reading): number {
  const { asked, statistics } = reading
  const neighbours = new Uint16Array(asked.neighbours.weights.length)
  const subjectPairs = new Uint16Array(asked.subjectPairs.weights.length)
  const read = (words: Uint32Array, start: number, end: number) => readSpan({ words, start, end, neighbours, subjectPairs }, reading)
  let sentence = read(passage.title, 0, passage.title.length)
  let start = 0
  for (const end of passage.sentenceEnds) {
    sentence = Math.max(sentence, read(passage.text, start, end))
    start = end
  }
  const norm = lengthNorm(passageLength, (passage.title.length + passage.text.length) / statistics.meanPassage)
  return (
    sentenceWeight * sentence +
    neighbourWeight * saturated(asked.neighbours.weights, neighbours, norm) +
    subjectPairWeight * saturated(asked.subjectPairs.weights, subjectPairs, norm)
  )
}

interface Span {
  words: Uint32Array
  start: number
  end: number
  neighbours: Uint16Array
  subjectPairs: Uint16Array
}

/** A sentence's score; its pairs are counted on the way. */
function readSpan({ words, start, end, neighbours, subjectPairs }: Span, { asked, placeOf, marks, statistics }: Reading): number {
  let counts: Uint8Array | undefined
  let previous = 0
  let previousSubject = 0
  for (let at = start; at < end; at++) {
    const mark = marks[words[at] ?? 0] ?? 0
    const place = placeOf[mark >>> 1] ?? 0
    const isSmall = (mark & 1) === 1
    if (place > 0) {
      counts ??= new Uint8Array(asked.weights.length)
      counts[place] = (counts[place] ?? 0) + 1
      countPair(asked.neighbours, neighbours, previous, place)
      if (!isSmall) countPair(asked.subjectPairs, subjectPairs, previousSubject, place)
    }
    previous = place
    if (!isSmall) previousSubject = place
  }
  return counts === undefined ? 0 : saturated(asked.weights, counts, lengthNorm(sentenceLength, (end - start) / statistics.meanSentence))
}

function countPair(pairs: Pairs, counts: Uint16Array, first: number, second: number): void {
  const pair = pairs.at[first * pairs.width + second] ?? 0
  if (pair > 0) counts[pair] = (counts[pair] ?? 0) + 1
}

function lengthNorm(share: number, length: number): number {
  return saturation * (1 - share + share * length)
}

/** BM25 over the places from 1. */
function saturated(weights: readonly number[], counts: ArrayLike<number>, norm: number): number {
  let score = 0
  for (let place = 1; place < weights.length; place++) {
    const count = counts[place] ?? 0
    if (count > 0) score += ((weights[place] ?? 0) * count) / (count + norm)
  }
  return score
}
