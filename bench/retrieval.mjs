import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { sqliteFts5 } from '../eval/peers/sqlite-fts5.js'
import { cutPassages, readSets } from './cut-passages.mjs'

const { buildLexicalIndex } = await import(new URL('../packages/server-kit/dist/domain/retrieval/lexical-index.js', import.meta.url).href)
const limit = 10
const warmUp = 50
const questionsOfEachSet = 60
const manyPassages = 50_000

/** A question over the passages in memory, beside SQLite FTS5 in the same process: abstracts as they are, then many passages cut out of every set. */
export async function measure() {
  const sets = readSets()
  const abstracts = sets.find(({ name }) => name === 'scifact')
  if (abstracts === undefined) throw new Error('The set scifact is missing.')
  const questions = sets.flatMap(({ queries }) => queries.slice(0, questionsOfEachSet)).map(({ text }) => text)
  return [
    ...compare(
      'retrieval.5000',
      abstracts.corpus.map(passageOf(abstracts.language)),
      abstracts.queries.map(({ text }) => text),
    ),
    ...compare('retrieval.50000', cutPassages(sets, manyPassages), questions),
  ]
}

function passageOf(language) {
  return ({ title, text }) => ({ text, headings: title ? [title] : [], documentName: '', language })
}

function compare(name, passages, questions) {
  const megabytes = passages.reduce((sum, { text, headings }) => sum + Buffer.byteLength(text) + Buffer.byteLength(headings.join('')), 0) / 1e6
  const before = heldBytes()
  const [index, seconds] = timed(() => buildLexicalIndex(passages))
  const kilobytes = (heldBytes() - before) / 1000 / passages.length
  const [floor, floorSeconds] = timed(() => sqliteFts5({ documents: passages.map(({ text, headings }) => ({ title: headings.join('\n'), text })) }))
  const [own, sqlite] = times(questions, [(question) => index.search(question, limit), (question) => floor.search(question, limit)])
  floor.close()
  return [
    { name: `${name}.passages`, value: passages.length, unit: 'passages' },
    figure(`${name}.p50`, 'ms', at(own, 0.5), at(sqlite, 0.5), 'faster'),
    figure(`${name}.p99`, 'ms', at(own, 0.99), at(sqlite, 0.99), 'faster'),
    figure(`${name}.build`, 'MB/s', megabytes / seconds, megabytes / floorSeconds),
    { name: `${name}.heap`, value: Number(kilobytes.toFixed(2)), unit: 'kB/passage' },
  ]
}

/** Milliseconds of each question, the shortest first; the two in turns, so that what else runs slows both alike. */
function times(questions, searches) {
  for (const question of questions.slice(0, warmUp)) for (const search of searches) search(question)
  const taken = questions.map((question) => searches.map((search) => timed(() => search(question))[1] * 1000))
  return searches.map((_, place) => taken.map((times) => times[place]).sort((first, second) => first - second))
}

function timed(work) {
  const began = performance.now()
  const result = work()
  return [result, (performance.now() - began) / 1000]
}

/** What is held after a collection, flat arrays included. */
function heldBytes() {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function at(sorted, share) {
  return sorted[Math.floor(sorted.length * share)]
}

/** `ratio` says how many times better than the floor. */
function figure(name, unit, value, floor, better = 'more') {
  return { name, value: round(value), unit, floor: round(floor), ratio: round(better === 'faster' ? floor / value : value / floor) }
}

function round(value) {
  return Number(value.toPrecision(3))
}
