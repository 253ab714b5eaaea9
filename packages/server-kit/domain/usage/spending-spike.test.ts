import { expect, it } from 'vitest'
import { spikeIn } from './spending-spike.js'

const today = '2030-03-10'
const watch = { times: 5, fromTokens: 500 }
const day = (key: string, tokens: number) => ({ key, promptTokens: tokens - 10, completionTokens: 10, microUsd: 2 * tokens })
const week = Array.from({ length: 7 }, (_, index) => day(`2030-03-0${index + 3}`, 1000))

it('tells a day of five times the mean of the week before', () => {
  expect(spikeIn([...week, day(today, 5000)], today, watch)).toEqual({ tokens: 5000, usualTokens: 1000, microUsd: 10_000 })
  expect(spikeIn([...week, day(today, 4999)], today, watch)).toBeUndefined()
})

it('counts days without use as such', () => {
  expect(spikeIn([day('2030-03-09', 700), day(today, 600)], today, watch)).toEqual({ tokens: 600, usualTokens: 100, microUsd: 1200 })
})

it('says nothing of a day too small to matter, or without use', () => {
  expect(spikeIn([day(today, 499)], today, watch)).toBeUndefined()
  expect(spikeIn(week, today, watch)).toBeUndefined()
})
