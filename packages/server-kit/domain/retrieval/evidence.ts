/**
 * How much a score says, in natural logarithms: minus the logarithm of how many passages would reach it by chance.
 * 0 is what the best of this many unrelated passages has; such evidence of two legs can be added, whatever their scores are like.
 */
export type Evidence = Float32Array

/** Cosines of unrelated passages lie around their mean like a normal distribution. NaN stays NaN. */
export function evidenceOfCosines(cosines: Float32Array): Evidence {
  let [count, sum, squares] = [0, 0, 0]
  for (const value of cosines) {
    if (Number.isNaN(value)) continue
    count += 1
    sum += value
    squares += value * value
  }
  const mean = sum / Math.max(1, count)
  const deviation = Math.sqrt(Math.max(1e-12, squares / Math.max(1, count) - mean * mean))
  const chance = Math.log(Math.max(1, count))
  return cosines.map((value) => -logarithmOfUpperTail((value - mean) / deviation) - chance)
}

/** Word scores fall off exponentially at their upper end; how fast is read from the best, without the very best. */
export function evidenceOfWords(scores: Float32Array): Evidence {
  const size = scores.length
  const share = Math.min(0.2, Math.max(20 / Math.max(1, size), 0.02))
  const sorted = Float32Array.from(scores).sort()
  const first = Math.floor(size * (1 - share))
  const threshold = sorted[first] ?? 0
  let [excess, count] = [0, 0]
  for (let at = first; at < size * (1 - share / 20); at++) {
    excess += (sorted[at] ?? 0) - threshold
    count += 1
  }
  const fall = Math.max(1e-6, excess / Math.max(1, count))
  const chance = Math.log(Math.max(1, size * share))
  return scores.map((score) => (score > 0 ? (score - threshold) / fall - chance : -chance))
}

/** ln(1 - Φ(z)): Abramowitz and Stegun 26.2.17, and the leading terms of the asymptotic series beyond its precision. */
export function logarithmOfUpperTail(z: number): number {
  if (z < -3) return 0
  if (z >= 5) return (-z * z) / 2 - Math.log(z) - 0.9189
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = 0.39894228 * Math.exp((-z * z) / 2) * series
  return Math.log(z >= 0 ? tail : 1 - tail)
}
