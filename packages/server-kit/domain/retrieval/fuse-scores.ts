import { bestHits } from './best-hits.js'
import { evidenceOfCosines, evidenceOfWords } from './evidence.js'
import { createMeaningJudge, type MeaningJudge } from './meaning-judge.js'

/** Joins what words and vectors say, and learns from the questions of one creator how far its vectors can be trusted. */
export interface ScoreFusion extends MeaningJudge {
  /**
   * One score a passage, the best 1. A cosine that is NaN lets the passage be judged by its words. `wordsTell`: 0 to 1, whether words
   * alone would answer; the less, the less they count beside a passage that the vectors single out.
   */
  fuse(lexical: Float32Array, cosines: Float32Array | undefined, wordsTell?: number): Float32Array
}

/** The best of one leg is confirmed by being among so many of the other. */
const confirmedWithin = 10
/** Evidence that says no more. */
const clearest = 8
/** Words say no more than this: where one passage alone has any part of a word, there is nothing to measure it by. */
const mostSaid = 12
/** Questions after which the older half counts half. */
const remembered = 500

/**
 * Evidence of both legs is added. How much each counts follows from the questions so far: how clearly the vectors single passages
 * out, and how often the best of one leg is among the best of the other. Before the first questions words lead.
 */
export function createScoreFusion(): ScoreFusion {
  // As if two questions had been asked of vectors that say little.
  let seen = { questions: 2, clarity: 2, vectorsConfirmed: 0.5, wordsConfirmed: 1 }
  const judge = createMeaningJudge()
  return {
    ...judge,
    fuse(lexical, cosines, wordsTell = 1) {
      if (cosines === undefined) return lexical
      const [words, meaning] = [readWords(lexical), readMeaning(cosines)]
      const confirmed = { vectors: among(meaning.shares, words.shares), words: among(words.shares, meaning.shares) }
      if (confirmed.vectors !== undefined && confirmed.words !== undefined) {
        seen = {
          questions: seen.questions + 1,
          clarity: seen.clarity + meaning.clarity,
          vectorsConfirmed: seen.vectorsConfirmed + confirmed.vectors,
          wordsConfirmed: seen.wordsConfirmed + confirmed.words,
        }
        if (seen.questions > remembered) seen = halved(seen)
      }
      const weights = trusted(weightsAfter(seen), judge.trust())
      weights.words *= 1 - (1 - wordsTell) * judge.sureness(cosines)
      return stretchedToOne(
        lexical.map((_, at) => {
          const [said, share] = [words.evidence[at] ?? 0, words.shares[at] ?? 0]
          const isUnread = Number.isNaN(cosines[at])
          const [meant, likeness] = isUnread ? [said, share] : [meaning.evidence[at] ?? 0, meaning.shares[at] ?? 0]
          return (
            weights.words * (positive(Math.min(mostSaid, said) + 1) + share) + weights.vectors * positive(meant + weights.benefit) + weights.likeness * likeness
          )
        }),
      )
    },
  }
}

/** Cosine of a unit vector with each passage's; NaN for a passage without a vector of its length. */
export function cosinesWith(query: Float32Array, vectors: readonly (Float32Array | undefined)[]): Float32Array {
  return Float32Array.from(vectors, (vector) => {
    if (vector === undefined || vector.length !== query.length) return Number.NaN
    let dot = 0
    for (let at = 0; at < vector.length; at++) dot += (vector[at] ?? 0) * (query[at] ?? 0)
    return dot
  })
}

interface Seen {
  questions: number
  clarity: number
  vectorsConfirmed: number
  wordsConfirmed: number
}

/**
 * Vectors that words confirm about as often as the other way round are the better leg (an embedder of chance is confirmed never,
 * one that only knows the topic rarely); the clearer they are beside that, the less words count.
 */
function weightsAfter({ questions, clarity, vectorsConfirmed, wordsConfirmed }: Seen) {
  const ratio = vectorsConfirmed / wordsConfirmed
  const agreement = vectorsConfirmed / questions
  const clear = 1 / (1 + (clarity / questions / 2) ** 3)
  return {
    words: Math.max(clear, between(ratio, [0.9, 1.1], [1, 0])),
    vectors: between(ratio, [0.5, 0.9], [0.3, 1]),
    /** Evidence that vectors are given beforehand; less than none keeps what chance brings up out. */
    benefit: between(agreement, [0.1, 0.4], [-3, 0.5]),
    likeness: between(agreement, [0, 0.3], [0, 0.3]),
  }
}

/** Vectors that are clear and wrong are left out, however often chance confirms them. */
function trusted({ words, vectors, likeness, benefit }: ReturnType<typeof weightsAfter>, trust: number) {
  return { words: Math.max(words, 1 - trust), vectors: vectors * trust, likeness: likeness * trust, benefit }
}

function readWords(lexical: Float32Array) {
  return { evidence: evidenceOfWords(lexical), shares: stretched(lexical) }
}

function readMeaning(cosines: Float32Array) {
  const evidence = evidenceOfCosines(cosines)
  let best = 0
  for (const value of evidence) if (value > best) best = value
  return { evidence, shares: stretched(cosines), clarity: Math.min(clearest, best) }
}

/** 1 when the best of a leg is among the best of the other; `undefined` when the leg has nothing to say. */
function among(leg: Float32Array, other: Float32Array): number | undefined {
  const best = bestHits(leg, 1)[0]
  return best && Number(bestHits(other, confirmedWithin).some(({ index }) => index === best.index))
}

function halved({ questions, clarity, vectorsConfirmed, wordsConfirmed }: Seen): Seen {
  return { questions: questions / 2, clarity: clarity / 2, vectorsConfirmed: vectorsConfirmed / 2, wordsConfirmed: wordsConfirmed / 2 }
}

/** Straight from one value to the other. */
function between(at: number, [from, to]: [number, number], [low, high]: [number, number]): number {
  return low + (high - low) * Math.min(1, Math.max(0, (at - from) / (to - from)))
}

function positive(value: number): number {
  return value > 0 ? value : 0
}

function stretchedToOne(values: Float32Array): Float32Array {
  const best = values.reduce((highest, value) => Math.max(highest, value), 0)
  return best > 0 ? values.map((value) => value / best) : values
}

/** Each value between 0, the least, and 1, the greatest; what is no number is 0. */
function stretched(values: Float32Array): Float32Array {
  let lowest = Number.POSITIVE_INFINITY
  let highest = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < lowest) lowest = value
    if (value > highest) highest = value
  }
  return highest > lowest ? values.map((value) => (value - lowest) / (highest - lowest) || 0) : values.map(() => 0)
}
