import { expect, it } from 'vitest'
import type { Line } from './pdf-line.js'
import { withoutRunningLines } from './pdf-running-lines.js'

const page = (texts: string[]): Line[] => texts.map((text, at) => ({ text, x: 50, y: 700 - at * 12, size: 10 }))
const bodyOf = (number: number) => Array.from({ length: 8 }, (_, at) => `${'abcdefgh'[at]} de la página ${'pqrstuvw'[number]} dice lo suyo`)

it('drops what every page repeats, and what only the right pages or only the left ones do', () => {
  const pages = Array.from({ length: 7 }, (_, at) => page([...(at % 2 === 0 ? ['Guía de coaching 2026'] : []), ...bodyOf(at), String(at + 1)]))
  expect(withoutRunningLines(pages).map((lines) => lines.map(({ text }) => text))).toEqual(Array.from({ length: 7 }, (_, at) => bodyOf(at)))
})

it('keeps a line that few pages begin with', () => {
  const pages = Array.from({ length: 9 }, (_, at) => page([...(at === 0 || at === 4 ? ['Referencias'] : []), ...bodyOf(at % 8)]))
  const kept = withoutRunningLines(pages).flatMap((lines) => lines.map(({ text }) => text))
  expect(kept.filter((text) => text === 'Referencias')).toHaveLength(2)
})
