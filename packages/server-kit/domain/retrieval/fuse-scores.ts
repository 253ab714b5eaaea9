/** How much the vectors weigh beside the words, whose leg weighs 1. */
const vectorWeight = 0.6

/** Weighted sum of both legs, each stretched to 0..1 over the passages; the best comes out as 1. */
export function fuseScores(lexical: Float32Array, cosines: Float32Array | undefined): Float32Array {
  if (cosines === undefined) return lexical
  const words = stretch(lexical)
  const meaning = stretch(cosines)
  const sum = words.map((score, index) => score + vectorWeight * (meaning[index] ?? score))
  const best = sum.reduce((highest, value) => Math.max(highest, value), 0)
  return best > 0 ? sum.map((value) => value / best) : sum
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

function stretch(values: Float32Array): Float32Array {
  let lowest = Number.POSITIVE_INFINITY
  let highest = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < lowest) lowest = value
    if (value > highest) highest = value
  }
  return highest > lowest ? values.map((value) => (value - lowest) / (highest - lowest)) : values.map(() => 0)
}
