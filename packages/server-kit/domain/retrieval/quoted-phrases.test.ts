import { expect, it } from 'vitest'
import { quotedPhrases } from './quoted-phrases.js'

it.each([
  ['What does "deep work" mean?', ['deep work']],
  ['¿Qué es «escucha activa» y «atención plena»?', ['escucha activa', 'atención plena']],
  ['o que é “foco total”?', ['foco total']],
  ["it's the coach's plan", []],
  ['a monitor of 27" and an empty "" one', []],
])('reads what %s quotes', (question, phrases) => {
  expect(quotedPhrases(question)).toEqual(phrases)
})
