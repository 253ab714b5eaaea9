import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const mostQueries = 1000

/** A set's passages, its first answerable questions, what answers each, and its questions that nothing answers. */
export function readSet(directory) {
  const relevant = readRelevance(join(directory, 'qrels.tsv'))
  const language = JSON.parse(readFileSync(join(directory, 'meta.json'), 'utf8')).lang.slice(0, 2)
  const asked = readLines(join(directory, 'queries.jsonl'))
  const queries = asked.filter(({ _id }) => relevant.has(_id)).slice(0, mostQueries)
  const unanswerable = asked.filter((query) => query.unanswerable).slice(0, mostQueries)
  const corpus = readLines(join(directory, 'corpus.jsonl'))
  const known = ['es', 'en', 'pt'].includes(language) ? language : 'en'
  const passages = corpus.map(({ _id, title, text }) => ({ id: _id, text, headings: title ? [title] : [], documentName: '', language: known }))
  return { corpus, passages, relevant, queries, unanswerable, language: known }
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
