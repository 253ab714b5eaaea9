import { expect, it } from 'vitest'
import { namesIn } from './question-names.js'

it.each([
  ['¿Cuál es la capital de Mongolia?', ['mongolia']],
  ['¿Quién fue María-José Pérez?', ['maria', 'jose', 'perez']],
  ['Who wrote it? When did the "Titanic" sink?', ['titanic']],
  ['what is the capital of mongolia', []],
  ['WHAT IS THE RETURN POLICY?', []],
  ['What Is The Return Policy Of The Shop?', []],
  ['', []],
])('finds the names of %j', (question, names) => {
  expect([...namesIn(question)]).toEqual(names)
})
