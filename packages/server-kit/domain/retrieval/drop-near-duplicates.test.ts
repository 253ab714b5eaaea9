import { expect, it } from 'vitest'
import { dropNearDuplicates } from './drop-near-duplicates.js'

const sentence = (count: number) => Array.from({ length: count }, (_, at) => `palabra${at}`).join(' ')
const textsOf = (texts: string[], limit = 10) =>
  dropNearDuplicates(
    texts.map((text) => ({ text })),
    limit,
  ).map(({ text }) => text)

it('drops what shares nine tenths of its runs of three words with a better one, however it is spelt', () => {
  // Of 40 words 38 runs; a changed word at the end takes one away, one in the middle three.
  const text = sentence(40)
  const oneChanged = text.replace('palabra20', 'otra')
  const twoChanged = oneChanged.replace('palabra10', 'otra')
  expect(textsOf([text, text.toUpperCase(), `${text}.`, oneChanged])).toEqual([text])
  expect(textsOf([text, twoChanged])).toEqual([text, twoChanged])
})

it('drops a part of a better one, and keeps a longer one that holds a better one', () => {
  expect(textsOf([sentence(40), sentence(20)])).toEqual([sentence(40)])
  expect(textsOf([sentence(20), sentence(40)])).toEqual([sentence(20), sentence(40)])
})

it('a repeat takes no place from what else was found', () => {
  expect(textsOf(['Uno solo aquí.', 'uno SOLO aquí', 'Dos distintos.', 'Tres más.'], 2)).toEqual(['Uno solo aquí.', 'Dos distintos.'])
})
