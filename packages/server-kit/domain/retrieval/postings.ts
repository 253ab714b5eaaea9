export interface Postings {
  /** How much a term tells; one that no passage has tells most. */
  idf(term: number | undefined): number
  /** Adds the terms' BM25 to the passages that have them; a repeated term counts again. */
  addTo(scores: Float32Array, terms: readonly (number | undefined)[], weight: number): void
}

export interface PostingsInput {
  passageCount: number
  /** Terms are whole numbers below this. */
  termCount: number
  /** The terms of a passage, as often as they stand; asked for twice. */
  termsOf(passage: number): readonly number[]
  k1: number
  b: number
  /** The material these passages are the best part of; without it they are all of it. */
  whole?: WholeField
}

/** What a field has in all of the material. */
export interface WholeField {
  passageCount: number
  meanLength: number
  /** Passages that have a term, of which `here` are among these. */
  having(term: number, here: number): number
}

/** One field's BM25, counted into flat arrays: for each term the passages that have it, and what it weighs there. */
export function buildPostings(input: PostingsInput): Postings {
  const { passageCount } = input
  const { starts, lengths } = countPassages(input)
  const { passages, weights } = fill(input, starts)
  const { whole } = input
  const total = whole?.passageCount ?? passageCount
  const meanLength = whole?.meanLength ?? Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, passageCount))
  const having = (term: number) => {
    const here = term < input.termCount ? (starts[term + 1] ?? 0) - (starts[term] ?? 0) : 0
    return whole?.having(term, here) ?? here
  }
  for (let term = 0; term < input.termCount; term++) {
    const start = starts[term] ?? 0
    const end = starts[term + 1] ?? 0
    if (start === end) continue
    const idf = inverseFrequency(total, having(term))
    for (let at = start; at < end; at++) {
      const count = weights[at] ?? 0
      weights[at] = (idf * count) / (count + input.k1 * (1 - input.b + (input.b * (lengths[passages[at] ?? 0] ?? 0)) / meanLength))
    }
  }
  return {
    idf: (term) => inverseFrequency(total, term === undefined ? 0 : having(term)),
    addTo(scores, terms, weight) {
      for (const term of terms) {
        if (term === undefined || term < 0 || term >= input.termCount) continue
        const end = starts[term + 1] ?? 0
        for (let at = starts[term] ?? 0; at < end; at++) {
          const passage = passages[at] ?? 0
          scores[passage] = (scores[passage] ?? 0) + weight * (weights[at] ?? 0)
        }
      }
    },
  }
}

/** Where each term's passages begin, and how many terms each passage has. */
function countPassages({ passageCount, termCount, termsOf }: PostingsInput) {
  const starts = new Uint32Array(termCount + 1)
  const lengths = new Uint32Array(passageCount)
  const seenIn = new Uint32Array(termCount)
  for (let passage = 0; passage < passageCount; passage++) {
    const terms = termsOf(passage)
    lengths[passage] = terms.length
    for (const term of terms) {
      if (seenIn[term] === passage + 1) continue
      seenIn[term] = passage + 1
      starts[term + 1] = (starts[term + 1] ?? 0) + 1
    }
  }
  for (let term = 1; term <= termCount; term++) starts[term] = (starts[term] ?? 0) + (starts[term - 1] ?? 0)
  return { starts, lengths }
}

/** The passages of each term, with how often it stands there. */
function fill({ passageCount, termCount, termsOf }: PostingsInput, starts: Uint32Array) {
  const passages = new Uint32Array(starts[termCount] ?? 0)
  const weights = new Float32Array(starts[termCount] ?? 0)
  const next = starts.slice()
  const seenIn = new Uint32Array(termCount)
  for (let passage = 0; passage < passageCount; passage++) {
    for (const term of termsOf(passage)) {
      if (seenIn[term] !== passage + 1) {
        seenIn[term] = passage + 1
        const at = next[term] ?? 0
        next[term] = at + 1
        passages[at] = passage
      }
      const at = (next[term] ?? 1) - 1
      weights[at] = (weights[at] ?? 0) + 1
    }
  }
  return { passages, weights }
}

/** BM25's idf, Lucene's way: never below nothing. */
export function inverseFrequency(total: number, having: number): number {
  return Math.log(1 + (total - having + 0.5) / (having + 0.5))
}
