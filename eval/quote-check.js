import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { areaUnderCurve, mean, refusedAtKept } from './figures.js'
import { built, dataDirectory } from './parts.js'
import { readSet } from './read-set.js'

const { buildLexicalIndex } = await built('domain/retrieval/lexical-index.js')
const { createTextAnalyser } = await built('domain/retrieval/analyse-text.js')
const { namesIn } = await built('domain/retrieval/question-names.js')
const { chooseQuotes } = await built('adapters/language-model/extractive/choose-quotes.js')
const { support } = await built('domain/prompt/choose-quote.js')

const found = 6
const analyse = createTextAnalyser()
/** What a question asks for that a quote has to hold beside the question's own words. */
const kinds = [
  { asks: /\bcu[aá]nt[oa]s?\b|\bcu[aá]ndo\b|\bqu[eé] (?:año|porcentaje|fecha|siglo|década)\b|\bhow (?:many|much|long|old)\b|\bwhen\b/iu, holds: /\p{N}+/gu },
  { asks: /\bqui[eé]n(?:es)?\b|\bd[oó]nde\b|\bwho\b|\bwhere\b/iu, holds: /(?<![.!?…¿¡"“«]\s*|^)\p{Lu}\p{L}+/gu },
]

/**
 * Questions made to look answerable by a passage that does not answer them, on the sets that have them: how well they are told from
 * answerable ones by what is found alone, and by what the quotes show that would answer them, without a model in either. Nothing is
 * fitted: each sign stands alone, and beside what is found with the same weight.
 */
export function measure() {
  const directory = join(dataDirectory, 'retrieval')
  const sets = readdirSync(directory).map((name) => ({ name, ...readSet(join(directory, name)) }))
  return sets.filter(({ unanswerable }) => unanswerable.length > 0).flatMap(measureSet)
}

function measureSet({ name, passages, queries, unanswerable, language }) {
  const index = buildLexicalIndex(passages)
  const read = ({ text: question }) => signsOf({ question, passages, index, language })
  const [kept, refused] = [queries.map(read), unanswerable.map(read)]
  const against = (sign) => [kept.map(sign), refused.map(sign)]
  const signs = {
    found: ({ confidence }) => confidence,
    quote_words: ({ words }) => words,
    quote_names: ({ names }) => names,
    quote_kind: ({ kind }) => kind,
    found_and_quote: ({ confidence, words, names, kind }) => confidence + words + names + kind,
  }
  const figures = Object.entries(signs).flatMap(([sign, of]) => {
    const [positives, negatives] = against(of)
    return [
      { name: `${sign}.auroc`, value: areaUnderCurve({ positives, negatives }), unit: 'ratio' },
      { name: `${sign}.refused_at_95_kept`, value: refusedAtKept({ positives, negatives, kept: 0.95 }), unit: 'ratio' },
    ]
  })
  const share = (runs, of) => mean(runs.map((run) => (of(run) ? 1 : 0)))
  const quotes = [
    { name: 'verbatim', value: share([...kept, ...refused], ({ isVerbatim }) => isVerbatim), unit: 'ratio' },
    // What a quote that exists says of its being an answer: as many exist for the ones as for the others.
    { name: 'quoted.answerable', value: share(kept, ({ isQuoted }) => isQuoted), unit: 'ratio' },
    { name: 'quoted.made_to_look_answerable', value: share(refused, ({ isQuoted }) => isQuoted), unit: 'ratio' },
  ]
  return [...figures, ...quotes].map((figure) => ({ ...figure, name: `eval.quote-check.${name}.${figure.name}` }))
}

function signsOf({ question, passages, index, language }) {
  const { hits, confidence } = index.search(question, found)
  const grounding = hits.map(({ index: at, score }, place) => ({ ...passages[at], number: place + 1, score }))
  const quotes = chooseQuotes({ question, language, passages: grounding })
  const text = quotes.map((quote) => quote.text).join('\n')
  return {
    confidence,
    words: quotes.length === 0 ? 0 : support({ claim: question, text, analyse }),
    names: namesHeld(question, text),
    kind: holdsKind(question, text),
    isQuoted: quotes.length > 0,
    isVerbatim: quotes.every(({ number, start, text: said }) => grounding[number - 1].text.slice(start, start + said.length) === said),
  }
}

function namesHeld(question, text) {
  const names = [...namesIn(question)]
  const plain = folded(text)
  return names.length === 0 ? 1 : mean(names.map((name) => (plain.includes(name) ? 1 : 0)))
}

/** Something of the kind that is asked for, which the question does not say itself. */
function holdsKind(question, text) {
  const asked = kinds.filter(({ asks }) => asks.test(question))
  return asked.every(({ holds }) => (text.match(holds) ?? []).some((each) => !folded(question).includes(folded(each)))) ? 1 : 0
}

function folded(text) {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
}
