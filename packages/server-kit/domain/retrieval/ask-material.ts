import { bestHits, type LexicalHit } from './best-hits.js'
import { usualThreshold } from './confidence.js'
import type { ScoreFusion } from './fuse-scores.js'
import type { LexicalIndex } from './lexical-index.js'

/** What a question finds by words, and by vectors where there are any, and how sure that makes an answer of `shown` passages. */
export function askMaterial(input: {
  lexical: LexicalIndex
  fusion: ScoreFusion
  query: string
  /** Of the question with each passage. */
  cosines: Float32Array | undefined
  /** Which passages are wanted; all unless told. */
  fits?: ((index: number) => boolean) | undefined
  limit: number
  shown: number
}): { hits: LexicalHit[]; confidence: number } {
  const { lexical, fusion, query, cosines, fits, limit } = input
  const byWords = lexical.scores(query)
  const wanted = (scores: Float32Array) => bestHits(fits ? scores.map((score, index) => (fits(index) ? score : 0)) : scores, limit)
  // Whatever order vectors give the passages, words say what they say without vectors.
  const { confidence: words } = lexical.judge(query, placesOf(wanted(byWords)).slice(0, input.shown * 2))
  const hits = wanted(fusion.fuse(byWords, cosines, Math.min(1, words / usualThreshold)))
  const shown = placesOf(hits).slice(0, input.shown)
  return { hits, confidence: cosines ? fusion.judge({ words, lexical: byWords, cosines, shown }) : words }
}

function placesOf(hits: readonly LexicalHit[]): number[] {
  return hits.map(({ index }) => index)
}
