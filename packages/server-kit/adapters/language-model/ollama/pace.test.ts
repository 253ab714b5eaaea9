import { expect, test } from 'vitest'
import { createPace } from './pace.js'

function started() {
  let time = 0
  const pace = createPace(() => time)
  const pass = (ms: number) => {
    time += ms
  }
  return { pace, pass }
}

test('a model that is being loaded may say nothing for minutes, and not for ever', () => {
  const { pace, pass } = started()
  pace.begin(1000)
  pass(60_000)
  expect(pace.mayBeOnItsWay(60_000)).toBe(true)
  pass(300_000)
  expect(pace.mayBeOnItsWay(15_000)).toBe(false)
})

test('one that was there a moment ago hangs when it says nothing', () => {
  const { pace, pass } = started()
  const end = pace.begin(1000)
  pass(500)
  pace.heard()
  end()
  pass(1000)
  pace.begin(1000)
  pass(15_000)
  expect(pace.mayBeOnItsWay(15_000)).toBe(false)
  // Unless it is busy with others.
  pass(15_000)
  pace.heard()
  expect(pace.mayBeOnItsWay(30_000)).toBe(true)
})

test('one that was not asked for minutes is loaded anew', () => {
  const { pace, pass } = started()
  pace.begin(1000)()
  pace.heard()
  pass(600_000)
  pace.begin(1000)
  pass(15_000)
  expect(pace.mayBeOnItsWay(15_000)).toBe(true)
})

test('one that reads slowly is given the time that its prompts take, those before it included', () => {
  const { pace, pass } = started()
  const end = pace.begin(1000)
  pace.heard()
  pace.read({ ms: 5000, characters: 1000 })
  end()
  pass(1)
  pace.begin(4000)
  pass(15_000)
  expect(pace.mayBeOnItsWay(15_000)).toBe(true)
  pass(26_000)
  expect(pace.mayBeOnItsWay(41_000)).toBe(false)
  pace.begin(4000)
  expect(pace.mayBeOnItsWay(41_000)).toBe(true)
})
