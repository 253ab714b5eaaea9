import { logarithmOfUpperTail } from './evidence.js'

/** Below this there is no upper end to read: all of the others are compared with. */
const few = 150
/** So much of the cosines is taken for their upper end, but so many at least. */
const upperEnd = { share: 0.05, least: 20 }
/** Of the upper end, what may be what the question is about: it tells nothing about the others. */
const ownShare = 0.25

/**
 * How clearly a cosine stands out of those of the other passages: minus the natural logarithm of how many of `count` passages would
 * come as high by chance. It is read from the cosines alone, and fewer of them tell less: an embedder whose cosines lie close together,
 * and material that is all about one thing, are judged by the same figure.
 */
export function createStandingOut(cosines: Float32Array, count = cosines.length): (cosine: number) => number {
  const sorted = cosines.filter((value) => !Number.isNaN(value)).sort()
  if (sorted.length < 3) return () => Number.NEGATIVE_INFINITY
  return sorted.length < few ? amongFew(sorted, count) : amongMany(sorted, count)
}

/** Student's distribution over the others, by Wallace's approximation. */
function amongFew(sorted: Float32Array, count: number): (cosine: number) => number {
  const others = sorted.subarray(0, -1)
  const mean = others.reduce((sum, value) => sum + value, 0) / others.length
  const freedom = others.length - 1
  const variance = others.reduce((sum, value) => sum + (value - mean) ** 2, 0) / freedom
  const spread = Math.max(1e-12, variance * (1 + 1 / others.length))
  return (cosine) => {
    const square = Math.max(0, cosine - mean) ** 2 / spread
    const z = ((8 * freedom + 1) / (8 * freedom + 3)) * Math.sqrt(freedom * Math.log1p(square / freedom))
    return -logarithmOfUpperTail(z) - Math.log(count)
  }
}

/** As if they went on falling off as they do at their upper end, whatever there is in the middle: exponentially. */
function amongMany(sorted: Float32Array, count: number): (cosine: number) => number {
  const size = sorted.length
  const first = Math.floor(size * (1 - Math.max(upperEnd.share, upperEnd.least / size)))
  const own = Math.round((size - first) * ownShare)
  const read = size - first - own
  const threshold = sorted[first - 1] ?? 0
  // What is left out is at least as high as the highest that is read.
  let excess = own * ((sorted[size - own - 1] ?? 0) - threshold)
  for (let at = first; at < size - own; at++) excess += (sorted[at] ?? 0) - threshold
  const chance = Math.log((count * (size - first)) / size)
  return (cosine) => read * Math.log1p(Math.max(0, cosine - threshold) / Math.max(1e-9, excess)) - chance
}
