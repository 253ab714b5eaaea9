import { areaUnderCurve, mean } from './figures.js'
import { articlesRemoved, foreignQuestions } from './measure-refusals.js'
import { scriptedEmbedders, trickyEmbedders } from './scripted-embedders.js'

const shown = 6
/** Letters of another alphabet in place of each: the question shares no word and no part of one with the material. */
const firstForeignLetter = 0x0561
const foreignLetters = 38

/**
 * What vectors of known quality do to refusing, beside words alone (the floor): answerable questions, the same without their article,
 * and those of other sets, mixed as visitors would ask them; and how many questions in foreign letters are answered with what answers them.
 */
export function measureVectorRefusals({ name, set, otherSets, parts }) {
  const trials = mixed(trialsOf({ set, otherSets, ...parts }))
  const byWords = figuresOf(trials.map((trial) => ({ ...trial, ...ask(trial, { fusion: undefined, parts }) })))
  const figures = Object.entries(byWords).map(([figure, value]) => ({ name: `refuse-words.${figure}`, value, unit: 'ratio' }))
  for (const { quality, passage, question, languages } of [...scriptedEmbedders({ name, set }), ...trickyEmbedders({ name, set })]) {
    const vectors = set.corpus.map(passage)
    const fusion = parts.createScoreFusion()
    const isKnown = parts.knows({ languages }, set.language)
    const results = trials.map((trial) => {
      const cosines = isKnown ? parts.cosinesWith(question(trial.query), trial.left ? trial.left.map((at) => vectors[at]) : vectors) : undefined
      return { ...trial, ...ask(trial, { fusion, cosines, parts }) }
    })
    for (const [figure, value] of Object.entries(figuresOf(results)))
      figures.push({ name: `refuse-${quality}.${figure}`, value, unit: 'ratio', floor: byWords[figure] })
  }
  return figures
}

function ask({ text, index, scores, query, left }, { fusion = { fuse: (values) => values }, cosines, parts }) {
  const lexical = { ...index, scores: () => scores }
  const { hits, confidence } = parts.askMaterial({ lexical, fusion, query: text, cosines, limit: shown * 2, shown })
  return { confidence, isFound: hits.slice(0, shown).some((hit) => query.wanted?.has(left ? left[hit.index] : hit.index)) }
}

function trialsOf({ set, otherSets, buildLexicalIndex }) {
  const { passages, queries, relevant } = set
  const index = buildLexicalIndex(passages)
  const placeOf = new Map(passages.map(({ id }, place) => [id, place]))
  const asked = queries.map((query) => ({ ...query, wanted: new Set([...relevant.get(query._id).keys()].map((id) => placeOf.get(id))) }))
  const trial = (kind, query, { text = query.text, of = index, left } = {}) => ({
    kind,
    query,
    text,
    index: of,
    left,
    scores: Float32Array.from(of.scores(text)),
  })
  const removed = articlesRemoved({ ...set, queries: asked, index, buildLexicalIndex }).flatMap(({ without, left, queries: those }) =>
    those.map((query) => trial('removed', query, { of: without, left: left.map(({ id }) => placeOf.get(id)) })),
  )
  return [
    ...asked.map((query) => trial('kept', query)),
    ...removed,
    ...foreignQuestions(otherSets).map((text) => trial('foreign', { _id: text, text })),
    ...asked.slice(0, 200).map((query) => trial('unshared', query, { text: inForeignLetters(query.text) })),
  ]
}

function figuresOf(results) {
  const of = (...kinds) => results.filter(({ kind }) => kinds.includes(kind))
  const share = (trials, holds) => mean(trials.map((trial) => (holds(trial) ? 1 : 0)))
  const confidences = (trials) => trials.map(({ confidence }) => confidence)
  const isAnswered = ({ confidence }) => confidence >= usualThreshold
  const negatives = of('removed', 'foreign')
  return {
    auroc: areaUnderCurve({ positives: confidences(of('kept')), negatives: confidences(negatives) }),
    kept: share(of('kept'), isAnswered),
    refused: share(negatives, (trial) => !isAnswered(trial)),
    unshared_answered: share(of('unshared'), (trial) => isAnswered(trial) && trial.isFound),
  }
}

const usualThreshold = 0.4

function inForeignLetters(text) {
  return text.replace(/[\p{L}\p{N}\p{M}]/gu, (letter) => String.fromCodePoint(firstForeignLetter + (letter.codePointAt(0) % foreignLetters)))
}

/** Always in the same order, and each kind spread over all of it. */
function mixed(trials) {
  return trials
    .map((trial, at) => ({ trial, at: (at * 0.6180339887) % 1 }))
    .toSorted((left, right) => left.at - right.at)
    .map(({ trial }) => trial)
}
