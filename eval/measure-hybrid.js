import { mean, normalisedGain } from './figures.js'
import { measureVectorRefusals } from './measure-vector-refusals.js'
import { scriptedEmbedders, trickyEmbedders } from './scripted-embedders.js'

const depth = 10

/** Words, vectors and both on one set, with embedders whose quality is known. The floor of `hybrid-…` is the better leg. */
export async function measureHybrid({ name, set, otherSets, parts }) {
  const { buildLexicalIndex, createScoreFusion, cosinesWith, bestHits, knows } = parts
  const { corpus, queries, relevant, language } = set
  const passages = corpus.map(({ title, text }) => ({ text, headings: title ? [title] : [], documentName: '', language }))
  const index = buildLexicalIndex(passages)
  const lexical = queries.map(({ text }) => Float32Array.from(index.scores(text)))
  const gainOf = (found) =>
    mean(queries.map(({ _id }, at) => normalisedGain({ wanted: relevant.get(_id), found: found[at].map((hit) => corpus[hit.index]._id), depth })))
  const gain = (scores) => gainOf(scores.map((values) => bestHits(values, depth)))
  const words = gain(lexical)
  const figures = [{ name: 'words.ndcg10', value: words, unit: 'ratio' }]
  for (const { quality, passage, question, languages } of [...scriptedEmbedders({ name, set }), ...trickyEmbedders({ name, set })]) {
    const vectors = corpus.map(passage)
    const cosines = queries.map((query) => cosinesWith(question(query), vectors))
    const fusion = createScoreFusion()
    // What the retriever asks before it looks at vectors at all.
    const isKnown = knows({ languages }, language)
    const found = queries.map(({ text }, at) => {
      const asked = { lexical: { ...index, scores: () => lexical[at] }, fusion, query: text, cosines: isKnown ? cosines[at] : undefined }
      return parts.askMaterial({ ...asked, limit: depth, shown: depth }).hits
    })
    const alone = gain(cosines.map((values) => values.map((value) => value + 1)))
    const floor = isKnown ? Math.max(words, alone) : words
    figures.push({ name: `vectors-${quality}.ndcg10`, value: alone, unit: 'ratio' })
    figures.push({ name: `hybrid-${quality}.ndcg10`, value: gainOf(found), unit: 'ratio', floor, ratio: gainOf(found) / floor })
  }
  figures.push(...measureVectorRefusals({ name, set, otherSets, parts }))
  return figures.map((figure) => ({ ...figure, name: `eval.${name}.${figure.name}` }))
}
