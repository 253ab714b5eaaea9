import { postgres } from '@coachkit/server-kit'
import { cutPassages, readSets } from './cut-passages.mjs'
import { fillPostgres } from './fill-postgres.mjs'
import { processorTime } from './processor-time.mjs'
import { createDatabase, ofServerKit } from './realtime/database.mjs'
import { at, faster, round } from './speed-figures.mjs'

const { createRetriever } = await import(new URL('../packages/server-kit/dist/features/knowledge/retriever.js', import.meta.url).href)
const connect = ofServerKit('postgres')

const passageCount = 100_000
const questionsOfEachSet = 80
const warmUp = 20
/** The floor takes seconds for each. */
const floorQuestions = 12
const limit = 6
const signal = new AbortController().signal
const logger = { info() {}, warn() {}, error() {} }
const asked = `select c.id from coach.chunks c, to_tsquery('simple', $1) question where to_tsvector('simple', c.text) @@ question
  order by ts_rank(to_tsvector('simple', c.text), question) desc limit ${limit}`

/** One creator with many passages in PostgreSQL, under row-level security: the kit's search beside ts_rank over a GIN index. */
export async function measure() {
  const { url, drop } = await createDatabase()
  const sql = connect(url, { max: 1, onnotice() {} })
  const storage = postgres({ url })
  try {
    await storage.migrate()
    const sets = readSets()
    const passages = cutPassages(sets, passageCount)
    const questions = sets.flatMap(({ queries }) => queries.slice(0, questionsOfEachSet)).map(({ text }) => text)
    const creatorId = await createCreator(storage)
    const before = await bytes(sql)
    const began = performance.now()
    await fillPostgres(sql, { creatorId, passages })
    const seconds = (performance.now() - began) / 1000
    const after = await bytes(sql)
    const { own, processor } = await timesOf(storage, { sql, creatorId, questions })
    const floor = await floorTimes(sql, { creatorId, questions })
    return [
      { name: 'retrieval-postgres.passages', value: passages.length, unit: 'passages' },
      ...[0.5, 0.95, 0.99].map((share) => faster(`retrieval-postgres.p${share * 100}`, at(own, share), at(floor, share))),
      { name: 'retrieval-postgres.processor.server', value: round(processor.own), unit: 'ms/query' },
      { name: 'retrieval-postgres.processor.database', value: round(processor.database), unit: 'ms/query' },
      { name: 'retrieval-postgres.postings', value: round((after.postings - before.postings) / 1e6), unit: 'MB' },
      { name: 'retrieval-postgres.chunks', value: round((after.chunks - before.chunks) / 1e6), unit: 'MB' },
      { name: 'retrieval-postgres.fill', value: round(seconds), unit: 's' },
    ]
  } finally {
    await storage.close()
    await sql.end()
    await drop()
  }
}

async function createCreator(storage) {
  const widget = { greeting: 'Hola', placeholder: 'Pregunta', suggestions: [], primaryColor: '#334155', position: 'bottom-right' }
  return (await storage.as({ system: 'setup' }, (tx) => tx.creators.create({ slug: 'large', name: 'Large', language: 'es', widget }))).id
}

/** No question is asked twice: the search cache has no part in it. */
async function timesOf(storage, { sql, creatorId, questions }) {
  const retriever = createRetriever({ storage, logger })
  const ask = async (query) => {
    const began = performance.now()
    const { passages } = await retriever.search({ creatorId, query, limit, signal })
    if (passages.length === 0) throw new Error('Nothing was found.')
    return performance.now() - began
  }
  for (const query of questions.slice(0, warmUp)) await ask(query)
  const spent = await processorTime(sql)
  const taken = []
  for (const query of questions.slice(warmUp)) taken.push(await ask(query))
  return { own: taken.sort((left, right) => left - right), processor: await spent(taken.length) }
}

/** Full text as PostgreSQL offers it: any of the question's words, ranked, in a transaction with the tenant set. */
async function floorTimes(sql, { creatorId, questions }) {
  await sql`create index chunks_full_text on coach.chunks using gin (to_tsvector('simple', text))`
  const taken = []
  const every = Math.ceil(questions.length / floorQuestions)
  for (const query of questions.filter((_, position) => position % every === 0)) {
    const words = [...new Set(query.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [])]
    await sql.begin(async (tx) => {
      await tx`select set_config('role', 'coach_app', true), set_config('coach.creator_id', ${creatorId}, true), set_config('coach.scope', '', true)`
      const began = performance.now()
      await tx.unsafe(asked, [words.join(' | ')], { prepare: true })
      taken.push(performance.now() - began)
    })
  }
  return taken.sort((left, right) => left - right)
}

async function bytes(sql) {
  const [row] = await sql`select pg_total_relation_size('coach.postings')::int8 + pg_total_relation_size('coach.lexical_indexes') as postings,
    pg_total_relation_size('coach.chunks')::int8 as chunks`
  return { postings: Number(row.postings), chunks: Number(row.chunks) }
}
