import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const mostQueries = 1000

/** A set's passages, its first answerable questions and what answers each. */
export function readSet(directory) {
  const relevant = readRelevance(join(directory, 'qrels.tsv'))
  const language = JSON.parse(readFileSync(join(directory, 'meta.json'), 'utf8')).lang.slice(0, 2)
  const queries = readLines(join(directory, 'queries.jsonl'))
    .filter(({ _id }) => relevant.has(_id))
    .slice(0, mostQueries)
  return { corpus: readLines(join(directory, 'corpus.jsonl')), relevant, queries, language: ['es', 'en', 'pt'].includes(language) ? language : 'en' }
}

function readRelevance(file) {
  const relevant = new Map()
  for (const line of readFileSync(file, 'utf8').trim().split('\n').slice(1)) {
    const [query, document, grade] = line.split('\t')
    if (Number(grade) > 0) relevant.set(query, (relevant.get(query) ?? new Map()).set(document, Number(grade)))
  }
  return relevant
}

export function readLines(file) {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}
