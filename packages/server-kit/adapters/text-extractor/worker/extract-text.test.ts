import { expect, it } from 'vitest'
import { extractText } from './extract-text.js'

const texts = (text: string) => extractText(new TextEncoder().encode(text)).blocks.map((block) => block.text)

it('goes on over lines that were wrapped, also before a name, and keeps lines that were ended', () => {
  const text = [
    'Iwan Roberts',
    'Place of birth Bangor, Wales',
    'Iwan Wyn Roberts was born in Bangor, Gwynedd, on 26 June 1968, and grew up in',
    'Barmouth, on the west coast of Wales as a Liverpool supporter. His father was a',
    'teacher.',
    'Honours',
  ]
  expect(texts(text.join('\n'))).toEqual([
    [
      'Iwan Roberts',
      'Place of birth Bangor, Wales',
      'Iwan Wyn Roberts was born in Bangor, Gwynedd, on 26 June 1968, and grew up in Barmouth, on the west coast of Wales as a Liverpool supporter. His father was a teacher.',
      'Honours',
    ].join('\n'),
  ])
})

it('keeps the items of a list on their lines', () => {
  expect(
    texts('Trae todo lo que necesites para la sesión de mañana por la tarde:\n- agua para una hora larga de conversación tranquila y sin prisa\n- papel'),
  ).toEqual(['Trae todo lo que necesites para la sesión de mañana por la tarde:\n- agua para una hora larga de conversación tranquila y sin prisa\n- papel'])
})
