import { createHash } from 'node:crypto'
import { mean, normalisedGain } from './figures.js'

const depth = 10
const dimensions = 128
/** How much of the question's vector points to what answers it, beside a random direction of length one. */
const qualities = { strong: 0.9, medium: 0.38, weak: 0.27, chance: 0 }
/** An English model on other languages: worse than words, and sure of itself. */
const englishOnly = 0.2

/**
 * Words, vectors and both on one set, with embedders whose quality is known: the vector of a passage is a random direction of its
 * own, that of a question leans to the passages that answer it. Deterministic. The floor of `hybrid-…` is the better leg.
 */
export async function measureHybrid({ name, set, parts }) {
  const { buildLexicalIndex, createScoreFusion, cosinesWith, bestHits, knows } = parts
  const { corpus, queries, relevant, language } = set
  const passages = corpus.map(({ title, text }) => ({ text, headings: title ? [title] : [], documentName: '', language }))
  const index = buildLexicalIndex(passages)
  const placeOf = new Map(corpus.map(({ _id }, at) => [_id, at]))
  const vectors = corpus.map(({ _id }) => unit(direction(`${name} ${_id}`)))
  const lexical = queries.map(({ text }) => Float32Array.from(index.scores(text)))
  const gain = (scores) => {
    const found = scores.map((values) => bestHits(values, depth).map((hit) => corpus[hit.index]._id))
    return mean(queries.map(({ _id }, at) => normalisedGain({ wanted: relevant.get(_id), found: found[at], depth })))
  }
  const words = gain(lexical)
  const figures = [{ name: 'words.ndcg10', value: words, unit: 'ratio' }]
  const embedders = Object.entries(qualities).map(([quality, lean]) => ({ quality, lean, embedder: {} }))
  if (language !== 'en') embedders.push({ quality: 'english', lean: englishOnly, embedder: { languages: ['en'] } })
  for (const { quality, lean, embedder } of embedders) {
    const cosines = queries.map(({ _id }) => {
      const wanted = [...relevant.get(_id).keys()].flatMap((id) => (placeOf.has(id) ? [vectors[placeOf.get(id)]] : []))
      return cosinesWith(unit(sum(unit(direction(`${quality} ${_id}`)), unit(wanted.reduce((total, vector) => sum(total, vector, 1), zero())), lean)), vectors)
    })
    const { fuse } = createScoreFusion()
    // What the retriever asks before it looks at vectors at all.
    const both = lexical.map((scores, at) => fuse(scores, knows(embedder, language) ? cosines[at] : undefined))
    const alone = gain(cosines.map((values) => values.map((value) => value + 1)))
    const floor = knows(embedder, language) ? Math.max(words, alone) : words
    figures.push({ name: `vectors-${quality}.ndcg10`, value: alone, unit: 'ratio' })
    figures.push({ name: `hybrid-${quality}.ndcg10`, value: gain(both), unit: 'ratio', floor, ratio: gain(both) / floor })
  }
  return figures.map((figure) => ({ ...figure, name: `eval.${name}.${figure.name}` }))
}

/** Bell-shaped in every dimension, the same for the same name. */
function direction(name) {
  const bytes = new Uint8Array(dimensions * 8)
  for (let at = 0; at < bytes.length; at += 32) bytes.set(createHash('sha256').update(`${name} ${at}`).digest(), at)
  const uniform = new Uint32Array(bytes.buffer)
  const share = (at) => (uniform[at] + 1) / 4_294_967_297
  return Float32Array.from({ length: dimensions }, (_, at) => Math.sqrt(-2 * Math.log(share(at * 2))) * Math.cos(2 * Math.PI * share(at * 2 + 1)))
}

function zero() {
  return new Float32Array(dimensions)
}

function sum(left, right, factor) {
  return left.map((value, at) => value + factor * right[at])
}

function unit(vector) {
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}
