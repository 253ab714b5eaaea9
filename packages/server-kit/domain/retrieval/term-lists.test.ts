import { expect, test } from 'vitest'
import { alikeTerms } from './alike-terms.js'
import { bestPlaces, blockSize, createTermLists, createTermReader, withoutPlaces } from './term-lists.js'

const read = createTermReader()
const passage = (text: string, headings: string[] = []) => read({ text, headings, documentName: '', language: 'en' })
const words = (place: number, text: string, headings?: string[]) => ({ place, terms: passage(text, headings) })

test('the passage that says more of the words, in fewer others or in its heading, comes first; blocks lie beside each other', () => {
  const made = createTermLists(4)
  made.add(words(3, 'running and a lot of other words about bread and water'))
  for (const passage of [words(4, 'running'), words(blockSize + 4, 'sleep', ['Running']), words(9, 'water')]) made.add(passage)
  const lists = made.all()
  const run = lists.filter(({ term }) => term === 'run').map((list) => ({ ...list, weight: 1 }))
  expect(run.map(({ block, passages }) => [block, passages])).toEqual([
    [0, 2],
    [1, 1],
  ])
  expect(bestPlaces(run, { limit: 10 })).toEqual([blockSize + 4, 4, 3])
  expect(bestPlaces(run, { limit: 1 })).toEqual([blockSize + 4])
  expect(bestPlaces(run, { limit: 10, least: 1, share: 0.9 })).toEqual([blockSize + 4])
  expect(bestPlaces(run, { limit: 10, least: 2, share: 0.9 })).toEqual([blockSize + 4, 4])
  expect(bestPlaces(run, { limit: 10, fitting: new Set([3, 9]) })).toEqual([3])
  const [first] = run
  expect(withoutPlaces({ block: 0, entries: first?.entries ?? new Uint8Array() }, new Set([4]))).toEqual(first?.entries.subarray(0, 3))
  expect(lists.map(({ term }) => term)).toEqual(lists.map(({ term }) => term).sort())
})

test('terms one slip away stand in for a misspelt word, others do not', () => {
  const terms = ['session', 'sessions', 'sesion', 'esssion', 'mission', 'sessino', 'season']
  expect(alikeTerms('session', terms)).toEqual(['sessions', 'sesion', 'esssion', 'sessino'])
  expect(alikeTerms('run', ['ran'])).toEqual([])
})
