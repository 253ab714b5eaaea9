import { expect, it } from 'vitest'
import { highlights } from './highlights.js'

it.each([
  ['es', 'Las sesiones caducan tras una hora.', '¿Cuándo caduca mi sesión?', 'Las [sesiones] [caducan] tras una hora.'],
  ['es', 'La sesión dura poco.', 'sesion', 'La [sesión] dura poco.'],
  ['en', 'Nothing of it here.', 'unicorns', 'Nothing of it here.'],
  ['en', 'To be or not to be.', 'to be', '[To] [be] or not [to] [be].'],
  ['es', 'El 🦄 azul, ﬁnalmente.', 'finalmente azul', 'El 🦄 [azul], [ﬁnalmente].'],
])('in %s: %j for %j', (language, text, query, expected) => {
  const marked = highlights({ text, query, language }).reduceRight(
    (done, { start, end }) => `${done.slice(0, start)}[${done.slice(start, end)}]${done.slice(end)}`,
    text,
  )
  expect(marked).toBe(expected)
})
