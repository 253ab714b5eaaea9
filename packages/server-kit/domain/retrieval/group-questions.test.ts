import { expect, it } from 'vitest'
import { groupQuestions } from './group-questions.js'

it('puts together what means the same, in the order given', () => {
  const asked = [
    '¿Hacéis envíos a Canarias?',
    'How do I cancel my plan?',
    'envios a canarias??',
    '¿Cuánto tarda un envío a Canarias?',
    'Can I cancel the plan',
    '¿Tenéis gatos?',
    '???',
    '???',
  ]
  const groups = groupQuestions(
    asked.map((text) => ({ text })),
    'es',
  )
  expect(groups.map((group) => group.map(({ text }) => text))).toEqual([
    ['¿Hacéis envíos a Canarias?', 'envios a canarias??', '¿Cuánto tarda un envío a Canarias?'],
    ['How do I cancel my plan?', 'Can I cancel the plan'],
    ['¿Tenéis gatos?'],
    ['???'],
    ['???'],
  ])
  expect(groupQuestions([], 'es')).toEqual([])
})
