export interface Postings {
  idf(term: string): number
  /** What a word no passage has would weigh. */
  readonly unknownIdf: number
  /** BM25 of every passage for the terms; a repeated term counts again. */
  score(terms: Iterable<string>): Float32Array
}

/** Collects the terms of one field, passage after passage, then packs them into flat arrays. */
export class PostingsBuilder {
  readonly #termIds = new Map<string, number>()
  readonly #terms: number[] = []
  readonly #passages: number[] = []
  readonly #counts: number[] = []
  readonly #lengths: number[] = []

  add(terms: readonly string[]): void {
    const passage = this.#lengths.length
    const counts = new Map<number, number>()
    for (const term of terms) {
      let id = this.#termIds.get(term)
      if (id === undefined) {
        id = this.#termIds.size
        this.#termIds.set(term, id)
      }
      counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    for (const [id, count] of counts) {
      this.#terms.push(id)
      this.#passages.push(passage)
      this.#counts.push(count)
    }
    this.#lengths.push(terms.length)
  }

  build(options: { k1: number; b: number }): Postings {
    const total = this.#lengths.length
    const starts = this.#starts()
    const passages = new Uint32Array(this.#terms.length)
    const weights = new Float32Array(this.#terms.length)
    const next = starts.slice()
    const meanLength = Math.max(1, this.#lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, total))
    for (let entry = 0; entry < this.#terms.length; entry++) {
      const term = this.#terms[entry] ?? 0
      const passage = this.#passages[entry] ?? 0
      const count = this.#counts[entry] ?? 0
      const at = next[term] ?? 0
      next[term] = at + 1
      passages[at] = passage
      const norm = options.k1 * (1 - options.b + (options.b * (this.#lengths[passage] ?? 0)) / meanLength)
      weights[at] = (inverseFrequency(total, (starts[term + 1] ?? 0) - (starts[term] ?? 0)) * count) / (count + norm)
    }
    return pack({ total, termIds: this.#termIds, starts, passages, weights })
  }

  #starts(): Uint32Array {
    const starts = new Uint32Array(this.#termIds.size + 1)
    for (const term of this.#terms) starts[term + 1] = (starts[term + 1] ?? 0) + 1
    for (let term = 1; term < starts.length; term++) starts[term] = (starts[term] ?? 0) + (starts[term - 1] ?? 0)
    return starts
  }
}

function pack(parts: { total: number; termIds: Map<string, number>; starts: Uint32Array; passages: Uint32Array; weights: Float32Array }): Postings {
  const { total, termIds, starts, passages, weights } = parts
  const unknownIdf = inverseFrequency(total, 0)
  return {
    unknownIdf,
    idf(term) {
      const id = termIds.get(term)
      return id === undefined ? unknownIdf : inverseFrequency(total, (starts[id + 1] ?? 0) - (starts[id] ?? 0))
    },
    score(terms) {
      const scores = new Float32Array(total)
      for (const term of terms) {
        const id = termIds.get(term)
        if (id === undefined) continue
        const end = starts[id + 1] ?? 0
        for (let at = starts[id] ?? 0; at < end; at++) {
          const passage = passages[at] ?? 0
          scores[passage] = (scores[passage] ?? 0) + (weights[at] ?? 0)
        }
      }
      return scores
    },
  }
}

function inverseFrequency(total: number, having: number): number {
  return Math.log(1 + (total - having + 0.5) / (having + 0.5))
}
