import { mean, normalisedGain, recall, reciprocalRank } from './figures.js'
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
