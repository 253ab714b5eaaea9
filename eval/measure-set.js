import { areaUnderCurve, mean, normalisedGain, recall, reciprocalRank } from './figures.js'
import { offTopic } from './measure-refusals.js'
import { misspell } from './misspell.js'

const depth = 10
/** What the questions of a set are asked like, by the configuration's suffix. */
const spellings = {
  '': ({ text }) => text,
  '.noaccents': ({ text }) => text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC'),
  '.typos': ({ text, _id }) => misspell(text, _id),
}

/** The figures of the kit's own index: clean questions, and the same without accents and misspelt. */
export function measureLexical({ set, buildLexicalIndex }) {
  const { corpus } = set
  const indexStart = process.cpuUsage()
  const index = buildLexicalIndex(set.passages)
  const indexSeconds = seconds(indexStart)
  return Object.entries(spellings).map(([suffix, spelt]) => {
    const start = process.cpuUsage()
    const results = set.queries.map((query) => index.search(spelt(query), depth))
    const milliseconds = (seconds(start) * 1000) / results.length
    const found = results.map(({ hits }) => hits.map((hit) => corpus[hit.index]._id))
    const figures = rankFigures({ set, found })
    if (suffix === '') figures.push({ name: 'index_cpu', value: indexSeconds, unit: 's' })
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
      for (const text of offTopic) negatives.push(await search(text))
      figures.push({ name: 'off_topic_auroc', value: areaUnderCurve({ positives, negatives: negatives.map(({ confidence }) => confidence) }), unit: 'ratio' })
      figures.push({ name: 'answerable_kept', value: mean(results.map(({ answerable }) => (answerable ? 1 : 0))), unit: 'ratio' })
      figures.push({ name: 'off_topic_refused', value: mean(negatives.map(({ answerable }) => (answerable ? 0 : 1))), unit: 'ratio' })
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

function seconds(start) {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}
