import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { areaUnderCurve, normalisedGain, recall, reciprocalRank, refusedAtKept } from './figures.js'

const mostQueries = 1000
const depth = 10
/** Questions no set is about; a set's own language decides which half sounds natural, so both are asked. */
const offTopic = [
  'What is the boiling point of mercury in kelvin?',
  'How many moons does Neptune have?',
  'Which pastry dough is used for making croissants?',
  'How do I renew a fishing licence in Ontario?',
  '¿Cuál es la capital de Mongolia?',
  '¿Qué tiempo hace hoy en Lima?',
  '¿Cuántas cuerdas tiene un ukelele?',
  '¿A qué temperatura se hornea un bizcocho de limón?',
]

/** The figures of one set, in the order of the printed table. */
export function measureSet({ directory, buildLexicalIndex }) {
  const corpus = readLines(join(directory, 'corpus.jsonl'))
  const relevant = readRelevance(join(directory, 'qrels.tsv'))
  const language = JSON.parse(readFileSync(join(directory, 'meta.json'), 'utf8')).lang
  const queries = readLines(join(directory, 'queries.jsonl'))
    .filter(({ _id }) => relevant.has(_id))
    .slice(0, mostQueries)
  const indexStart = process.cpuUsage()
  const index = buildLexicalIndex(
    corpus.map(({ title, text }) => ({
      text,
      headings: title ? [title] : [],
      documentName: '',
      language: ['es', 'en', 'pt'].includes(language) ? language : 'en',
    })),
  )
  const indexSeconds = seconds(indexStart)
  const queryStart = process.cpuUsage()
  const runs = queries.map(({ _id, text }) => ({ wanted: relevant.get(_id), result: index.search(text, depth) }))
  const querySeconds = seconds(queryStart)
  const ranked = runs.map(({ wanted, result }) => ({ wanted, found: result.hits.map((hit) => corpus[hit.index]._id) }))
  const answered = runs.map(({ result }) => result.confidence)
  const refusable = [...articleRemoved({ queries, relevant, corpus, index }), ...offTopic.map((text) => index.search(text, depth).confidence)]
  return [
    { name: 'ndcg10', value: mean(ranked.map((run) => normalisedGain({ ...run, depth }))), unit: 'ratio' },
    { name: 'recall5', value: mean(ranked.map((run) => recall({ ...run, depth: 5 }))), unit: 'ratio' },
    { name: 'recall10', value: mean(ranked.map((run) => recall({ ...run, depth }))), unit: 'ratio' },
    { name: 'mrr10', value: mean(ranked.map(reciprocalRank)), unit: 'ratio' },
    { name: 'no_answer_auroc', value: areaUnderCurve({ positives: answered, negatives: refusable }), unit: 'ratio' },
    { name: 'refused_at_95_kept', value: refusedAtKept({ positives: answered, negatives: refusable, kept: 0.95 }), unit: 'ratio' },
    { name: 'answerable_kept', value: mean(runs.map(({ result }) => (result.answerable ? 1 : 0))), unit: 'ratio' },
    { name: 'unanswerable_refused', value: mean(refusable.map((confidence) => (confidence < 0.5 ? 1 : 0))), unit: 'ratio' },
    { name: 'index_cpu', value: indexSeconds, unit: 's' },
    { name: 'query_cpu', value: (querySeconds * 1000) / runs.length, unit: 'ms' },
  ]
}

/** The question with the whole article that answers it taken away; only sets whose articles have several passages tell. */
function articleRemoved({ queries, relevant, corpus, index }) {
  const titleOf = new Map(corpus.map(({ _id, title }) => [_id, title]))
  const sizes = new Map()
  for (const { title } of corpus) sizes.set(title, (sizes.get(title) ?? 0) + 1)
  if (sizes.size * 2 > corpus.length || sizes.size < 2) return []
  return queries.map(({ _id, text }) => {
    const removed = new Set([...relevant.get(_id).keys()].map((id) => titleOf.get(id)))
    const hits = index.search(text, depth * 10).hits.filter((hit) => !removed.has(corpus[hit.index].title))
    return index.judge(
      text,
      hits.slice(0, depth).map((hit) => hit.index),
    ).confidence
  })
}

function readRelevance(file) {
  const relevant = new Map()
  for (const line of readFileSync(file, 'utf8').trim().split('\n').slice(1)) {
    const [query, document, grade] = line.split('\t')
    if (Number(grade) > 0) relevant.set(query, (relevant.get(query) ?? new Map()).set(document, Number(grade)))
  }
  return relevant
}

function readLines(file) {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

function seconds(start) {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
