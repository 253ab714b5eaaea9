import type { ReadPassage } from './passage-reader.js'
import { inverseFrequency, type Postings, type WholeField } from './postings.js'

/** A field of passages that are read, and counted for what is asked alone. */
export interface CountedField {
  termCount: number
  /** How many terms a passage has. */
  length(passage: ReadPassage): number
  /** Adds to `counts` how often each term stands in the passage, in the place its mark says. */
  count(passage: ReadPassage, marks: Uint16Array, counts: Uint16Array): void
}

/** The same figures as `buildPostings` for passages that are asked one question: only its terms are counted. */
export function createAskedPostings(input: { passages: readonly ReadPassage[]; field: CountedField; k1: number; b: number; whole: WholeField }): Postings {
  const { passages, field, k1, b, whole } = input
  const norms = Float64Array.from(passages, (passage) => k1 * (1 - b + (b * field.length(passage)) / whole.meanLength))
  const known = new Map<number, { counts: Uint16Array; idf: number }>()
  const count = (terms: readonly (number | undefined)[]) => {
    const fresh = [...new Set(terms)].filter((term) => term !== undefined).filter((term) => !known.has(term))
    for (const [place, counts] of countEach(fresh, { passages, field }).entries()) {
      const term = fresh[place] ?? 0
      const here = counts.reduce((sum, times) => sum + (times > 0 ? 1 : 0), 0)
      known.set(term, { counts, idf: inverseFrequency(whole.passageCount, whole.having(term, here)) })
    }
  }
  return {
    idf(term) {
      if (term === undefined) return inverseFrequency(whole.passageCount, 0)
      count([term])
      return known.get(term)?.idf ?? 0
    },
    addTo(scores, terms, weight) {
      count(terms)
      for (const term of terms) {
        const { counts, idf } = (term === undefined ? undefined : known.get(term)) ?? nowhere
        for (const [at, times] of counts.entries()) scores[at] = (scores[at] ?? 0) + (weight * idf * times) / (times + (norms[at] ?? 0))
      }
    },
  }
}

const nowhere = { counts: new Uint16Array(), idf: 0 }

/** How often each of these terms stands in each passage. */
function countEach(terms: readonly number[], { passages, field }: { passages: readonly ReadPassage[]; field: CountedField }): Uint16Array[] {
  if (terms.length === 0) return []
  const marks = new Uint16Array(field.termCount)
  for (const [place, term] of terms.entries()) if (term >= 0 && term < marks.length) marks[term] = place + 1
  const found = terms.map(() => new Uint16Array(passages.length))
  const counts = new Uint16Array(terms.length + 1)
  for (const [at, passage] of passages.entries()) {
    counts.fill(0)
    field.count(passage, marks, counts)
    for (const [place, list] of found.entries()) list[at] = counts[place + 1] ?? 0
  }
  return found
}
