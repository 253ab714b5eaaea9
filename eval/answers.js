import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { built, dataDirectory, mean } from './parts.js'
import { readSet } from './read-set.js'

const { buildLexicalIndex } = await built('domain/retrieval/lexical-index.js')
const { chooseQuotes } = await built('adapters/language-model/extractive/choose-quotes.js')

const found = 6
const articles = new Set(['a', 'an', 'the', 'el', 'la', 'los', 'las', 'un', 'una', 'o', 'os', 'as', 'um', 'uma'])

/** How often what is quoted without a model holds the answer, on the sets that tell the answers. */
export async function measure() {
  const directory = join(dataDirectory, 'retrieval')
  const sets = readdirSync(directory).map((name) => ({ name, ...readSet(join(directory, name)) }))
  return sets
    .map((set) => ({ ...set, queries: set.queries.filter(({ answers }) => answers?.some(Boolean)) }))
    .filter(({ queries }) => queries.length > 0)
    .flatMap(measureSet)
}

function measureSet({ name, passages, queries, language }) {
  const index = buildLexicalIndex(passages)
  const runs = queries.map(({ text: question, answers }) => {
    const { hits, answerable } = index.search(question, found)
    const found6 = hits.map(({ index: at, score }, place) => ({ ...passages[at], number: place + 1, score }))
    const quotes = chooseQuotes({ question, language, passages: found6 })
    const holds = (text) => answers.filter((answer) => plain(answer).trim() !== '').some((answer) => plain(text).includes(plain(answer)))
    const said = quotes.map(({ text }) => text).join('\n')
    return {
      holds: holds(said),
      string: answers.filter(Boolean).some((answer) => said.toLowerCase().includes(answer.toLowerCase())),
      refused: !answerable,
      found: found6.some(({ text }) => holds(text)),
      verbatim: quotes.every(({ number, text, start }) => found6[number - 1].text.slice(start, start + text.length) === text),
      characters: quotes.reduce((sum, { text }) => sum + text.length, 0),
    }
  })
  const share = (of) => mean(runs.map((run) => (run[of] ? 1 : 0)))
  return [
    { name: `eval.answers.${name}.holds_answer`, value: share('holds'), unit: 'ratio' },
    // As the sets' makers count: letters in a row, wherever they stand.
    { name: `eval.answers.${name}.holds_answer_string`, value: share('string'), unit: 'ratio' },
    // What the usual threshold would not have answered; the figures above ask all the same.
    { name: `eval.answers.${name}.refused`, value: share('refused'), unit: 'ratio' },
    { name: `eval.answers.${name}.passages_hold_answer`, value: share('found'), unit: 'ratio' },
    { name: `eval.answers.${name}.verbatim`, value: share('verbatim'), unit: 'ratio' },
    { name: `eval.answers.${name}.characters`, value: mean(runs.map(({ characters }) => characters)), unit: 'characters' },
  ]
}

/** SQuAD's own normalisation: letters and digits in lower case, without articles. */
function plain(text) {
  const words = text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  return ` ${words.filter((word) => !articles.has(word)).join(' ')} `
}
