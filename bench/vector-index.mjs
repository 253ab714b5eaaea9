import { postgres } from '@coachkit/server-kit'
import { chunkId, copy, fillPostgres } from './fill-postgres.mjs'
import { createDatabase, ofServerKit } from './realtime/database.mjs'
import { at, faster, round } from './speed-figures.mjs'

const connect = ofServerKit('postgres')

const vectorCount = Number(process.env.COACHKIT_VECTORS ?? 30_000)
const besideCount = Math.round(vectorCount / 5)
const dimensions = 384
/** Passages of one subject lie together, as those of a model do. */
const ofCluster = 100
const spread = 1
const questionCount = 200
const warmUp = 20
/** The floor takes tens of milliseconds for each. */
const floorQuestions = 20
const [compared, candidates] = [10, 80]
const embedderId = 'bench:clusters'
const { signal } = new AbortController()

/** One creator's vectors in PostgreSQL beside another's, under row-level security: the nearest through the index beside comparing all. */
export async function measure() {
  const { url, drop } = await createDatabase()
  const sql = connect(url, { max: 1, onnotice() {} })
  const storage = postgres({ url })
  try {
    await storage.migrate()
    if (!storage.vectorIndexes.arePossible) throw new Error((await storage.vectorIndexes.state()).reason)
    const draw = createDraw(1)
    const vectors = clustered(vectorCount, draw)
    const [creatorId, besideId] = [await createCreator(storage, 'large'), await createCreator(storage, 'beside')]
    await fill(sql, creatorId, vectors)
    const besideVectors = clustered(besideCount, draw)
    await fill(sql, besideId, besideVectors)
    const began = performance.now()
    await storage.vectorIndexes.build({ creatorId, embedderId, signal })
    const seconds = (performance.now() - began) / 1000
    await storage.vectorIndexes.build({ creatorId: besideId, embedderId, signal })
    const questionsTo = (those) => Array.from({ length: questionCount }, () => near(those[Math.floor(draw() * those.length)], draw))
    const questions = questionsTo(vectors)
    const { own, recall, recallOfCandidates } = await search(storage, { creatorId, vectors, questions })
    // Of the smaller part of a shared table a filtered index finds little.
    const beside = await search(storage, { creatorId: besideId, vectors: besideVectors, questions: questionsTo(besideVectors) })
    const floor = await compareAll(sql, { creatorId, questions })
    const [size] = await sql`select sum(pg_relation_size(indexrelid))::int8 as bytes from pg_stat_user_indexes where indexrelname like 'vectors\\_%'`
    return [
      { name: 'vector-index.vectors', value: vectorCount, unit: `vectors of ${dimensions}` },
      ...[0.5, 0.95].map((share) => faster(`vector-index.p${share * 100}`, at(own, share), at(floor, share))),
      { name: 'vector-index.recall@10', value: recall, unit: 'of 1' },
      { name: 'vector-index.recall@10-of-80', value: recallOfCandidates, unit: 'of 1' },
      { name: 'vector-index.beside.recall@10', value: beside.recall, unit: 'of 1' },
      ...[0.5, 0.95].map((share) => ({ name: `vector-index.beside.p${share * 100}`, value: round(at(beside.own, share)), unit: 'ms' })),
      { name: 'vector-index.build', value: round(seconds), unit: 's' },
      { name: 'vector-index.size', value: round(Number(size.bytes) / 1e6), unit: 'MB' },
    ]
  } finally {
    await storage.close()
    await sql.end()
    await drop()
  }
}

async function createCreator(storage, slug) {
  const widget = { greeting: 'Hola', placeholder: 'Pregunta', suggestions: [], primaryColor: '#334155', position: 'bottom-right' }
  return (await storage.as({ system: 'setup' }, (tx) => tx.creators.create({ slug, name: slug, language: 'es', widget }))).id
}

async function fill(sql, creatorId, vectors) {
  await fillPostgres(sql, { creatorId, passages: vectors.map((_, place) => ({ text: `Passage ${place}`, headings: [], language: 'es' })) })
  const rows = function* () {
    for (const [place, vector] of vectors.entries()) yield [creatorId, embedderId, chunkId(place), `\\x${Buffer.from(vector.buffer).toString('hex')}`]
  }
  await copy(sql, 'coach.embeddings (creator_id, embedder_id, chunk_id, vector)', rows())
  await sql`update coach.creators set embedder_id = ${embedderId} where id = ${creatorId}`
}

/** As the kit asks: so many candidates, which are compared exactly afterwards. */
async function search(storage, { creatorId, vectors, questions }) {
  const ask = (vector, limit) => storage.as({ creatorId }, (tx) => tx.embeddings.nearest({ embedderId, vector, limit }))
  for (const vector of questions.slice(0, warmUp)) await ask(vector, candidates)
  const taken = []
  let [found, foundOfCandidates] = [0, 0]
  for (const vector of questions) {
    const began = performance.now()
    const among = new Set(await ask(vector, candidates))
    taken.push(performance.now() - began)
    const few = new Set(await ask(vector, compared))
    const best = exact(vectors, vector)
    found += best.filter((id) => few.has(id)).length
    foundOfCandidates += best.filter((id) => among.has(id)).length
  }
  const wanted = questions.length * compared
  return { own: sorted(taken), recall: round(found / wanted), recallOfCandidates: round(foundOfCandidates / wanted) }
}

function exact(vectors, question) {
  const cosines = vectors.map((vector, place) => ({ place, cosine: dot(vector, question) }))
  return cosines
    .sort((left, right) => right.cosine - left.cosine)
    .slice(0, compared)
    .map(({ place }) => chunkId(place))
}

/** The same copies, all compared, in a transaction with the tenant set. */
async function compareAll(sql, { creatorId, questions }) {
  const taken = []
  for (const vector of questions.slice(0, floorQuestions)) {
    await sql.begin(async (tx) => {
      await tx`select set_config('role', 'coach_app', true), set_config('coach.creator_id', ${creatorId}, true), set_config('coach.scope', '', true)`
      const began = performance.now()
      await tx.unsafe(`select chunk_id from coach.vector_copies where creator_id = '${creatorId}' order by vector <=> $1::halfvec limit ${candidates}`, [
        `[${vector.join(',')}]`,
      ])
      taken.push(performance.now() - began)
    })
  }
  return sorted(taken)
}

function clustered(count, draw) {
  const centres = Array.from({ length: Math.ceil(count / ofCluster) }, () => unit(Float32Array.from({ length: dimensions }, () => normal(draw))))
  return Array.from({ length: count }, () => near(centres[Math.floor(draw() * centres.length)], draw))
}

function near(centre, draw) {
  const each = spread / Math.sqrt(dimensions)
  return unit(centre.map((value) => value + each * normal(draw)))
}

function unit(values) {
  const length = Math.sqrt(dot(values, values))
  return values.map((value) => value / length)
}

function dot(left, right) {
  let sum = 0
  for (let at = 0; at < left.length; at++) sum += left[at] * right[at]
  return sum
}

function normal(draw) {
  return Math.sqrt(-2 * Math.log(draw() || 1e-12)) * Math.cos(2 * Math.PI * draw())
}

/** Numbers from 0 to 1, the same in every run (mulberry32). */
function createDraw(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

function sorted(values) {
  return values.sort((left, right) => left - right)
}
