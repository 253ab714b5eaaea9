import { expect, it } from 'vitest'
import { bestHits } from './best-hits.js'

it('gives the highest scores above nothing, best first, of equals the earlier', () => {
  const scores = Float32Array.from([0, 0.5, 0.25, 1, 0.5, 0, 0.75, 0.5])
  expect(bestHits(scores, 4).map(({ index }) => index)).toEqual([3, 6, 1, 4])
  expect(bestHits(scores, 20).map(({ index }) => index)).toEqual([3, 6, 1, 4, 7, 2])
  expect(bestHits(scores, 0)).toEqual([])
})
