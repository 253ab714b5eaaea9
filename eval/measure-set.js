import { areaUnderCurve, mean, normalisedGain, recall, reciprocalRank, refusedAtKept } from './figures.js'
import { misspell } from './misspell.js'

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

/** What the questions of a set are asked like, by the configuration's suffix. */
const spellings = {
  '': ({ text }) => text,
  '.noaccents': ({ text }) => text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC'),
  '.typos': ({ text, _id }) => misspell(text, _id),
}

/** The figures of the kit's own index: clean questions, and the same without accents and misspelt. */
export function measureLexical({ set, buildLexicalIndex }) {
  const { corpus, language } = set
  const indexStart = process.cpuUsage()
  const passages = corpus.map(({ title, text }) => ({ text, headings: title ? [title] : [], documentName: '', language }))
  const index = buildLexicalIndex(passages)
  const indexSeconds = seconds(indexStart)
  return Object.entries(spellings).map(([suffix, spelt]) => {
    const start = process.cpuUsage()
    const results = set.queries.map((query) => index.search(spelt(query), depth))
    const milliseconds = (seconds(start) * 1000) / results.length
    const found = results.map(({ hits }) => hits.map((hit) => corpus[hit.index]._id))
    const figures = rankFigures({ set, found })
    if (suffix === '') figures.push(...refusalFigures({ set, index, results }), { name: 'index_cpu', value: indexSeconds, unit: 's' })
    return { configuration: `lexical${suffix}`, figures: [...figures, { name: 'query_cpu', value: milliseconds, unit: 'ms' }] }
  })
}

/** The figures of another system over the same passages and questions. */
export async function measurePeer({ set, configuration, build, stems }) {
  const documents = set.corpus.map(({ title = '', text }) => ({ title, text }))
  const peer = await build({ documents, language: set.language, stems: (text) => stems(text, set.language) })
  const start = process.cpuUsage()
  const found = []
  for (const { text } of set.queries) found.push((await peer.search(text, depth)).map((index) => set.corpus[index]._id))
  const milliseconds = (seconds(start) * 1000) / found.length
  await peer.close?.()
  return { configuration, figures: [...rankFigures({ set, found }), { name: 'query_cpu', value: milliseconds, unit: 'ms' }] }
}

/** Ranking, and confidence on the set's questions and off-topic ones, of a search that is asked question by question. */
export async function measureRanking({ set, configuration, search }) {
  const runs = []
  for (const [suffix, spelt] of Object.entries(spellings)) {
    const start = process.cpuUsage()
    const results = []
    for (const query of set.queries) results.push(await search(spelt(query)))
    const milliseconds = (seconds(start) * 1000) / results.length
    const figures = rankFigures({ set, found: results.map(({ found }) => found) })
    if (suffix === '') {
      const positives = results.map(({ confidence }) => confidence)
      const negatives = []
      for (const text of offTopic) negatives.push((await search(text)).confidence)
      figures.push({ name: 'off_topic_auroc', value: areaUnderCurve({ positives, negatives }), unit: 'ratio' })
      figures.push({ name: 'answerable_kept', value: mean(results.map(({ answerable }) => (answerable ? 1 : 0))), unit: 'ratio' })
      figures.push({ name: 'unanswerable_refused', value: mean(negatives.map((confidence) => (confidence < 0.5 ? 1 : 0))), unit: 'ratio' })
    }
    runs.push({ configuration: `${configuration}${suffix}`, figures: [...figures, { name: 'query_cpu', value: milliseconds, unit: 'ms' }] })
  }
  return runs
}

function rankFigures({ set, found }) {
  const runs = set.queries.map(({ _id }, at) => ({ wanted: set.relevant.get(_id), found: found[at] }))
  return [
    { name: 'ndcg10', value: mean(runs.map((run) => normalisedGain({ ...run, depth }))), unit: 'ratio' },
    { name: 'recall5', value: mean(runs.map((run) => recall({ ...run, depth: 5 }))), unit: 'ratio' },
    { name: 'recall10', value: mean(runs.map((run) => recall({ ...run, depth }))), unit: 'ratio' },
    { name: 'mrr10', value: mean(runs.map(reciprocalRank)), unit: 'ratio' },
  ]
}

function refusalFigures({ set, index, results }) {
  const positives = results.map(({ confidence }) => confidence)
  const negatives = [...articleRemoved({ ...set, index }), ...offTopic.map((text) => index.search(text, depth).confidence)]
  return [
    { name: 'no_answer_auroc', value: areaUnderCurve({ positives, negatives }), unit: 'ratio' },
    { name: 'refused_at_95_kept', value: refusedAtKept({ positives, negatives, kept: 0.95 }), unit: 'ratio' },
    { name: 'answerable_kept', value: mean(results.map(({ answerable }) => (answerable ? 1 : 0))), unit: 'ratio' },
    { name: 'unanswerable_refused', value: mean(negatives.map((confidence) => (confidence < 0.5 ? 1 : 0))), unit: 'ratio' },
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

function seconds(start) {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}
