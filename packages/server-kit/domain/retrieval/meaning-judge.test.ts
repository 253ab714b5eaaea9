import { expect, it } from 'vitest'
import { createMeaningJudge } from './meaning-judge.js'
import { createStandingOut } from './standing-out.js'

/** Bell-shaped noise, the same at every run. */
function bell(seed: number, size: number): Float32Array {
  let state = (seed * 7919 + 17) % 2_147_483_648
  const next = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  for (let warm = 0; warm < 5; warm++) next()
  const one = () => Math.sqrt(-2 * Math.log(next() || 0.5)) * Math.cos(2 * Math.PI * next())
  return Float32Array.from({ length: size }, one)
}
/** Cosines as an embedder has them that says so little of anything, with one passage lifted by so many deviations. */
const cosinesOf = (seed: number, size: number, lift: number) => bell(seed, size).map((value, at) => 0.7 + (value + (at === seed % size ? lift : 0)) / 50)
const best = (values: Float32Array) => values.indexOf(values.reduce((highest, value) => Math.max(highest, value), Number.NEGATIVE_INFINITY))
const nothing = (size: number) => new Float32Array(size)

it.each([5, 12, 149, 150, 3000])('of %i passages that are all alike, one stands out by chance for at most one question in forty', (size) => {
  const questions = Array.from({ length: 400 }, (_, seed) => cosinesOf(seed + 1, size, 0))
  const answered = questions.filter((cosines) => {
    const judge = createMeaningJudge()
    return judge.judge({ words: 0, lexical: nothing(size), cosines, shown: [best(cosines)] }) >= 0.4
  })
  expect(answered.length / questions.length).toBeLessThanOrEqual(0.025)
})

it.each([6, 12, 149, 150, 3000])('of %i passages the one that is meant stands out, whatever scale the cosines have', (size) => {
  const found = Array.from({ length: 100 }, (_, seed) => cosinesOf(seed + 1, size, 9)).filter(
    (cosines) => createMeaningJudge().judge({ words: 0, lexical: nothing(size), cosines, shown: [best(cosines)] }) >= 0.4,
  )
  expect(found.length).toBeGreaterThanOrEqual(80)
})

it('says nothing of passages without vectors, of two passages, or of one that is not shown', () => {
  const judge = (cosines: Float32Array, shown: number[]) => createMeaningJudge().judge({ words: 0.3, lexical: nothing(cosines.length), cosines, shown })
  expect(judge(new Float32Array(50).fill(Number.NaN), [0, 1])).toBeCloseTo(0.3)
  expect(judge(Float32Array.of(0.1, 0.9), [1])).toBeCloseTo(0.3)
  const clear = cosinesOf(3, 300, 9)
  expect(judge(clear, [0, 1])).toBeLessThan(0.35)
  expect(judge(clear, [best(clear)])).toBeGreaterThan(0.9)
  expect(createStandingOut(new Float32Array(0))(1)).toBe(Number.NEGATIVE_INFINITY)
})

it('never falls below what the words say', () => {
  const { judge } = createMeaningJudge()
  for (const words of [0, 0.2, 0.39, 0.7, 1])
    expect(judge({ words, lexical: nothing(100), cosines: cosinesOf(9, 100, 0), shown: [0] })).toBeGreaterThanOrEqual(words)
})

it('stops listening to vectors that are clear and point elsewhere than words that are sure, and goes on listening to others', () => {
  const size = 300
  const ask = ({ judge }: ReturnType<typeof createMeaningJudge>, input: { seed: number; words: number; wordsAt?: number }) => {
    const cosines = cosinesOf(input.seed, size, 9)
    const lexical = nothing(size)
    lexical[input.wordsAt ?? best(cosines)] = 1
    return judge({ words: input.words, lexical, cosines, shown: [best(cosines)] })
  }
  const wrong = createMeaningJudge()
  expect(ask(wrong, { seed: 1, words: 0 })).toBeGreaterThan(0.9)
  for (let seed = 2; seed < 12; seed++) ask(wrong, { seed, words: 0.9, wordsAt: (seed + 150) % size })
  expect(ask(wrong, { seed: 20, words: 0 })).toBeLessThan(0.05)
  const right = createMeaningJudge()
  for (let seed = 2; seed < 12; seed++) ask(right, { seed, words: 0.9 })
  expect(ask(right, { seed: 20, words: 0 })).toBeGreaterThan(0.9)
})
