import { expect, it } from 'vitest'
import { createScoreFusion } from './fuse-scores.js'

const size = 400
/** Bell-shaped noise, the same at every run. */
function noise(seed: number): Float32Array {
  let state = seed * 7919 + 17
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
  return Float32Array.from({ length: size }, () => next() + next() + next() + next() - 2)
}
/** Noise with the wanted passage lifted by so much. */
function leg(seed: number, wanted: number, lift: number): Float32Array {
  return noise(seed).map((value, at) => value + (at === wanted ? lift : 0))
}
const best = (scores: Float32Array) => scores.indexOf(scores.reduce((highest, value) => Math.max(highest, value), 0))
/** The share of questions whose wanted passage comes first, after the first 20. */
function found(liftOf: { words: (question: number) => number; vectors: number }): { words: number; vectors: number; both: number } {
  const { fuse } = createScoreFusion()
  const right = { words: 0, vectors: 0, both: 0 }
  for (let question = 0; question < 220; question++) {
    const wanted = (question * 37) % size
    const words = leg(question * 2 + 1, wanted, liftOf.words(question)).map((value) => Math.max(0, value + 2) ** 2)
    const vectors = leg(question * 2 + 2, wanted, liftOf.vectors).map((value) => 0.7 + value / 20)
    const both = fuse(words, vectors)
    if (question < 20) continue
    for (const [name, scores] of Object.entries({ words, vectors, both })) if (best(scores) === wanted) right[name as keyof typeof right] += 1 / 200
  }
  return right
}
const words = (question: number) => (question % 10 < 7 ? 4 : 0)

it.each([
  ['much better than words', 5],
  ['somewhat better', 3],
  ['about as good', 2.2],
  ['worse', 1.5],
  ['chance', 0],
])('vectors that are %s leave the better of both where it is, or better', (_, vectors) => {
  const right = found({ words, vectors })
  expect(right.both).toBeGreaterThanOrEqual(Math.max(right.words, right.vectors) - 0.005)
})

it('judges a passage without a vector by its words, and words alone where there are no vectors', () => {
  const lexical = leg(1, 5, 4).map((value) => Math.max(0, value))
  const { fuse } = createScoreFusion()
  expect(fuse(lexical, undefined)).toBe(lexical)
  const cosines = noise(2).map((value, at) => (at < 10 ? Number.NaN : 0.7 + value / 20))
  const scores = fuse(lexical, cosines)
  expect(best(scores)).toBe(5)
  expect([...scores].every((score) => score >= 0 && score <= 1)).toBe(true)
  expect(fuse(new Float32Array(3), Float32Array.of(0.2, 0.9, 0.1)).indexOf(1)).toBe(1)
  expect(fuse(new Float32Array(0), new Float32Array(0))).toEqual(new Float32Array(0))
})
