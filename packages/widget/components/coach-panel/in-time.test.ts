import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { inTime } from './in-time.js'

let isGrowing = true
let written = 0
let shown: number[] = []
/** Milliseconds that a drawing takes, and those that all have taken. */
let cost = 0
let spent = 0

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('requestAnimationFrame', (act: () => void) => setTimeout(act, 16))
  vi.stubGlobal('performance', { now: () => Date.now() + spent })
  isGrowing = true
  written = spent = 0
  shown = []
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** An answer of so many tokens, one every 20 ms; what was shown of it when the last had come. */
function write(tokens: number) {
  const changed = inTime(
    () => {
      shown.push(written)
      spent += cost
    },
    () => isGrowing,
  )
  while (written < tokens) {
    written += 1
    changed()
    vi.advanceTimersByTime(20)
  }
  return { changed, shown: [...shown] }
}

test('where drawing costs little, an answer grows more than twenty times a second', () => {
  cost = 0.1
  expect(write(300).shown.length).toBeGreaterThan(20 * 6)
})

test('where it costs much, an answer is shown more seldom, as much as then is there, and whole in the end without another token', () => {
  cost = 20
  const before = write(300).shown
  expect(before.length).toBeGreaterThan(5)
  expect(before.length * cost).toBeLessThan(0.1 * 300 * 20)
  expect(before).toEqual([...new Set(before)])
  vi.runAllTimers()
  expect(shown.at(-1)).toBe(300)
})

test('a page that stood still for long does not keep the answer from growing', () => {
  cost = 60_000
  expect(write(300).shown.length).toBeGreaterThan(4)
})

test('what has ended is shown at once', () => {
  cost = 1000
  const { changed } = write(3)
  isGrowing = false
  written = 4
  changed()
  expect(shown.at(-1)).toBe(4)
})
