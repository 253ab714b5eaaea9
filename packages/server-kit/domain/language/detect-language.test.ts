import { expect, it } from 'vitest'
import { detectLanguage } from './detect-language.js'

it.each([
  ['¿Cómo preparo mi primera sesión?', 'es'],
  ['como preparo mi primera sesion', 'es'],
  ['¿Qué tiempo hace hoy en Lima?', 'es'],
  ['What is the boiling point of mercury?', 'en'],
  ['how do I prepare', 'en'],
  ['Como preparo a minha primeira sessão?', 'pt'],
  ['Qual é o melhor horário para treinar?', 'pt'],
  ['quando vou receber o meu plano', 'pt'],
])('reads %s as %s', (text, language) => {
  expect(detectLanguage(text)).toBe(language)
})

it.each(['', '12345', '???'])('does not guess at %j', (text) => {
  expect(detectLanguage(text)).toBeUndefined()
})
