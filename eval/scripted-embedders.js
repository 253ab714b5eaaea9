import { createHash } from 'node:crypto'

const dimensions = 128
/** How much of the question's vector points to what answers it, beside a random direction of length one. */
const qualities = { strong: 0.9, medium: 0.38, weak: 0.27, chance: 0 }
/** An English model on other languages: worse than words, and sure of itself. */
const englishOnly = 0.2
/** What all texts have in common, and those of one article, beside a direction of their own. */
const shared = { everything: 1.2, article: 0.9 }

/**
 * Embedders whose quality is known: the vector of a passage is a random direction of its own, that of a question leans to the passages
 * that answer it. Deterministic.
 */
export function scriptedEmbedders({ name, set }) {
  const { corpus, relevant, language } = set
  const own = new Map(corpus.map(({ _id }) => [_id, unit(direction(`${name} ${_id}`))]))
  const wantedOf = (id) => [...(relevant.get(id)?.keys() ?? [])].flatMap((passage) => own.get(passage) ?? [])
  const leaning = (quality, lean) => ({
    passage: ({ _id }) => own.get(_id),
    question: ({ _id }) => unit(sum(unit(direction(`${quality} ${_id}`)), unit(total(wantedOf(_id))), lean)),
  })
  const embedders = Object.entries(qualities).map(([quality, lean]) => ({ quality, ...leaning(quality, lean) }))
  if (language !== 'en') embedders.push({ quality: 'english', languages: ['en'], ...leaning('english', englishOnly) })
  return embedders
}

/** What may go wrong with the confidence: passages that lie together, and embedders that are sure and wrong. */
export function trickyEmbedders({ name, set }) {
  const { corpus, relevant } = set
  const everything = unit(direction(`${name} everything`))
  const articleOf = new Map(corpus.map(({ _id, title = '' }) => [_id, title]))
  const own = (id) => unit(direction(`${name} ${id}`))
  const ofArticle = (title) => unit(direction(`${name} article ${title}`))
  const lumped = (title, rest) => unit(sum(sum(rest, everything, shared.everything), ofArticle(title), shared.article))
  const passage = ({ _id, title = '' }) => lumped(title, own(_id))
  const question = (id, lean) => {
    const [wanted] = [...(relevant.get(id)?.keys() ?? [])]
    return lumped(articleOf.get(wanted) ?? `another ${id}`, wanted ? unit(sum(own(`question ${id}`), own(wanted), lean)) : own(`question ${id}`))
  }
  return [
    { quality: 'clustered', passage, question: ({ _id }) => question(_id, 1.2) },
    { quality: 'topical', passage, question: ({ _id }) => question(_id, 0) },
    {
      quality: 'wrong',
      passage: ({ _id }) => own(_id),
      question: ({ _id }) => unit(sum(own(`question ${_id}`), own(corpus[drawn(`${name} wrong ${_id}`, corpus.length)]._id), qualities.strong)),
    },
    { quality: 'grams', passage: ({ title = '', text }) => ofGrams(`${title} ${text}`), question: ({ text }) => ofGrams(text) },
  ]
}

/** No model, and yet an embedder: character grams thrown into so many places, as real texts have them. */
function ofGrams(text) {
  const vector = new Float32Array(dimensions * 2)
  const letters = ` ${text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')} `
  const counts = new Map()
  for (let at = 0; at + 4 <= letters.length; at++) counts.set(letters.slice(at, at + 4), (counts.get(letters.slice(at, at + 4)) ?? 0) + 1)
  for (const [gram, count] of counts) {
    let hash = 2166136261
    for (let at = 0; at < gram.length; at++) hash = Math.imul(hash ^ gram.charCodeAt(at), 16777619) >>> 0
    vector[hash % vector.length] += (hash & 65536 ? 1 : -1) * Math.sqrt(count)
  }
  return unit(vector)
}

/** Bell-shaped in every dimension, the same for the same name. */
function direction(name) {
  const bytes = new Uint8Array(dimensions * 8)
  for (let at = 0; at < bytes.length; at += 32) bytes.set(createHash('sha256').update(`${name} ${at}`).digest(), at)
  const uniform = new Uint32Array(bytes.buffer)
  const share = (at) => (uniform[at] + 1) / 4_294_967_297
  return Float32Array.from({ length: dimensions }, (_, at) => Math.sqrt(-2 * Math.log(share(at * 2))) * Math.cos(2 * Math.PI * share(at * 2 + 1)))
}

function drawn(name, below) {
  return createHash('sha256').update(name).digest().readUInt32LE() % below
}

function total(vectors) {
  return vectors.reduce((all, vector) => sum(all, vector, 1), new Float32Array(dimensions))
}

function sum(left, right, factor) {
  return left.map((value, at) => value + factor * right[at])
}

function unit(vector) {
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}
