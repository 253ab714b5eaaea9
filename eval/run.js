/**
 * Measures what a question finds, on every set below COACHKIT_DATA/retrieval, with the built server-kit; what of documents
 * arrives (`extraction`), and what of answers chunks keep (`chunking`).
 * `node eval/run.js [--json] [--no-peers] [set… | hybrid [set…] | answers | conversation | extraction | chunking | near-duplicates | quote-check] [lexical-postgres]`; other systems
 * answer the same questions unless told not to, and the search of large creators in the database when it is asked for.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureConversation } from './measure-conversation.js'
import { measurePostgres } from './measure-postgres.js'
import { decisions, isAboutOther, measureRefusals } from './measure-refusals.js'
import { measureLexical, measurePeer } from './measure-set.js'
import { lucene, peers } from './peers/index.js'
import { readSet } from './read-set.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const dataDirectory = process.env.COACHKIT_DATA ?? join(root, '../shared/data')
const built = (file) => import(new URL(`../packages/server-kit/dist/${file}`, import.meta.url).href)
const { buildLexicalIndex } = await built('domain/retrieval/lexical-index.js')
const { createTextAnalyser } = await built('domain/retrieval/analyse-text.js')
const { searchQuery } = await built('features/messages/search-query.js')
const analyse = createTextAnalyser()
const stems = (text, language) => analyse(text, language).map(({ stem }) => stem)
const asJson = process.argv.includes('--json')
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const inDatabase = words.includes('lexical-postgres')
const wanted = words.filter((word) => word !== 'lexical-postgres')
const onlyHybrid = wanted.includes('hybrid')
const columns = ['ndcg10', 'recall5', 'recall10', 'mrr10', 'index_cpu', 'query_cpu']

const names = readdirSync(join(dataDirectory, 'retrieval'))
const sets = new Map(names.map((name) => [name, readSet(join(dataDirectory, 'retrieval', name))]))
const judged = []
if (!asJson && !onlyHybrid && names.some(isWanted))
  console.log(['set'.padEnd(16), 'configuration'.padEnd(20), 'nDCG@10', 'R@5', 'R@10', 'MRR', 'index s', 'ms/query'].join('\t'))
for (const name of onlyHybrid ? [] : names.filter(isWanted)) {
  const set = sets.get(name)
  for (const run of measureLexical({ set, buildLexicalIndex })) print(name, run)
  const refusals = measureRefusals({ set, otherSets: othersOf(name), buildLexicalIndex })
  judged.push(refusals)
  printFigures(`eval.${name}.refuse`, refusals.figures)
  if (inDatabase) for (const run of await measurePostgres({ set })) print(name, run)
  if (name in lucene)
    print(name, { configuration: 'lucene', figures: Object.entries(lucene[name]).map(([figure, value]) => ({ name: figure, value, unit: 'ratio' })) })
  if (process.argv.includes('--no-peers')) continue
  for (const [configuration, build] of Object.entries(peers)) print(name, await measurePeer({ set, configuration, build, stems }))
}
if (judged.length > 0) {
  const all = { kept: judged.flatMap(({ kept }) => kept), refused: judged.flatMap(({ refused }) => refused) }
  printFigures('eval.refuse', decisions(all))
}

const dialogues = join(dataDirectory, 'conversation')
if (isWanted('conversation') && existsSync(dialogues)) {
  if (!asJson) console.log(['dialogues'.padEnd(16), 'searched for'.padEnd(20), 'recall', 'precision', 'F1'].join('\t'))
  for (const { domain, runs } of measureConversation({ directory: dialogues, searchQuery, stems })) for (const run of runs) printConversation(domain, run)
}

if (onlyHybrid) {
  const { measureHybrid } = await import('./measure-hybrid.js')
  const parts = {
    buildLexicalIndex,
    ...(await built('domain/retrieval/fuse-scores.js')),
    ...(await built('domain/retrieval/ask-material.js')),
    ...(await built('domain/retrieval/best-hits.js')),
    ...(await built('features/knowledge/embed-chunks.js')),
  }
  const few = names.filter(isWanted)
  for (const name of few.length > 0 ? few : names) printFigures('', await measureHybrid({ name, set: sets.get(name), otherSets: othersOf(name), parts }))
}

for (const name of ['answers', 'extraction', 'chunking', 'near-duplicates', 'quote-check'].filter(isWanted)) {
  const { measure } = await import(`./${name}.js`)
  printFigures('', await measure())
}

function othersOf(name) {
  return [...sets.values()].filter((other) => isAboutOther(sets.get(name), other))
}

function isWanted(name) {
  return wanted.length === 0 || wanted.includes(name)
}

function printFigures(prefix, figures) {
  for (const figure of figures) {
    const name = [prefix, figure.name].filter(Boolean).join('.')
    const { value, unit, floor } = figure
    console.log(
      asJson
        ? JSON.stringify({ ...figure, name })
        : `${name}: ${Number(value.toFixed(4))} ${unit}${floor === undefined ? '' : ` (floor ${Number(floor.toFixed(4))})`}`,
    )
  }
}

function print(set, { configuration, figures }) {
  if (asJson) {
    for (const { name, value, unit } of figures) console.log(JSON.stringify({ name: `eval.${set}.${configuration}.${name}`, value, unit }))
    return
  }
  const values = columns.map((column) => figures.find(({ name }) => name === column)?.value.toFixed(4) ?? '')
  console.log([set.padEnd(16), configuration.padEnd(20), ...values].join('\t'))
}

function printConversation(domain, { configuration, figures }) {
  if (asJson)
    for (const { name, value, unit } of figures) console.log(JSON.stringify({ name: `eval.conversation.${domain}.${configuration}.${name}`, value, unit }))
  else console.log([domain.padEnd(16), configuration.padEnd(20), ...figures.map(({ value }) => value.toFixed(4))].join('\t'))
}
