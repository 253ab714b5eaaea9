/**
 * Measures what a question finds, on every set below COACHKIT_DATA/retrieval, with the built server-kit; what of documents
 * arrives (`extraction`), and what of answers chunks keep (`chunking`). `node eval/run.js [--json] [set… | extraction | chunking]`
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureSet } from './measure-set.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const dataDirectory = join(process.env.COACHKIT_DATA ?? join(root, '../shared/data'), 'retrieval')
const { buildLexicalIndex } = await import(new URL('../packages/server-kit/dist/domain/retrieval/lexical-index.js', import.meta.url).href)
const asJson = process.argv.includes('--json')
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const sets = readdirSync(dataDirectory).filter((name) => wanted.length === 0 || wanted.includes(name))

if (!asJson && sets.length > 0)
  console.log(['set'.padEnd(22), 'nDCG@10', 'R@5', 'R@10', 'MRR', 'AUROC', 'refused@95', 'kept', 'refused', 'index s', 'ms/query'].join('\t'))
for (const set of sets) {
  const figures = measureSet({ directory: join(dataDirectory, set), buildLexicalIndex })
  if (asJson) for (const { name, value, unit } of figures) console.log(JSON.stringify({ name: `eval.${set}.lexical.${name}`, value, unit }))
  else console.log([set.padEnd(22), ...figures.map(({ value }) => value.toFixed(4))].join('\t'))
}

for (const name of ['extraction', 'chunking'].filter((word) => wanted.length === 0 || wanted.includes(word))) {
  const { measure } = await import(`./${name}.js`)
  for (const figure of await measure()) {
    const { name: label, value, unit, floor } = figure
    console.log(
      asJson ? JSON.stringify(figure) : `${label}: ${Number(value.toFixed(4))} ${unit}${floor === undefined ? '' : ` (floor ${Number(floor.toFixed(4))})`}`,
    )
  }
}
