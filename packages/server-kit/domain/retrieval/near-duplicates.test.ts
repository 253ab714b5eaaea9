import { expect, it } from 'vitest'
import { chooseDistinct, dropNearDuplicates } from './near-duplicates.js'

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

it('another version of a better one waits behind what says something else, by as much as they share', () => {
  const text = sentence(40)
  const version = text.replace('palabra20', 'otra').replace('palabra10', 'otra').replace('palabra30', 'otra')
  const other = sentence(40).replaceAll('palabra', 'distinto')
  const chosen = (...scores: [number, number, number]) =>
    chooseDistinct(
      [text, version, other].map((each, at) => ({ text: each, score: scores[at] ?? 0 })).toSorted((left, right) => right.score - left.score),
      3,
    ).map((each) => each.text)
  expect(chosen(1, 0.98, 0.7)).toEqual([text, other, version])
  expect(chosen(1, 0.98, 0.4)).toEqual([text, version, other])
  expect(
    chooseDistinct(
      [text, text.toUpperCase(), other].map((each, at) => ({ text: each, score: 1 - at / 10 })),
      3,
    ),
  ).toHaveLength(2)
})

it('neighbours that repeat a fifth of each other stay where their scores put them', () => {
  const passage = (from: number, score: number) => ({ score, text: Array.from({ length: 40 }, (_, at) => `palabra${from + at}`).join(' ') })
  const ranked = [passage(0, 1), passage(32, 0.9), passage(1000, 0.89), passage(64, 0.88)]
  expect(chooseDistinct(ranked, 4)).toEqual(ranked)
})
