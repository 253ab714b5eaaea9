import { areaUnderCurve, calibrationError, mean, refusedAtKept } from './figures.js'

const depth = 10
const fromEachSet = 100
/** Questions no set is about, in the languages of the sets. */
export const offTopic = [
  'What is the boiling point of mercury in kelvin?',
  'How many moons does Neptune have?',
  'Which pastry dough is used for making croissants?',
  'How do I renew a fishing licence in Ontario?',
  '¿Cuál es la capital de Mongolia?',
  '¿Qué tiempo hace hoy en Lima?',
  '¿Cuántas cuerdas tiene un ukelele?',
  '¿A qué temperatura se hornea un bizcocho de limón?',
]

/**
 * How well answerable questions are told from others: the same with their article out of the material, and questions of `otherSets`.
 * What stays near chance for any score of words is told beside it: the passage alone taken away, and questions made to look answerable.
 */
export function measureRefusals({ set, otherSets, buildLexicalIndex }) {
  const index = buildLexicalIndex(set.passages)
  const judged = (text) => index.search(text, depth)
  const kept = set.queries.map(({ text }) => judged(text))
  const removed = articlesRemoved({ ...set, index, buildLexicalIndex }).flatMap(({ without, queries }) =>
    queries.map(({ text }) => without.search(text, depth)),
  )
  const foreign = foreignQuestions(otherSets).map(judged)
  const refused = [...removed, ...foreign]
  const positives = kept.map(confidenceOf)
  const against = (name, others) =>
    others.length === 0 ? [] : [{ name, value: areaUnderCurve({ positives, negatives: others.map(confidenceOf) }), unit: 'ratio' }]
  return {
    kept,
    refused,
    figures: [
      ...against('auroc', refused),
      { name: 'refused_at_95_kept', value: refusedAtKept({ positives, negatives: refused.map(confidenceOf), kept: 0.95 }), unit: 'ratio' },
      ...decisions({ kept, refused }),
      ...against('article_removed.auroc', removed),
      ...against('off_topic.auroc', foreign),
      ...against('passage_removed.auroc', passageRemoved({ ...set, index })),
      ...against(
        'made_to_look_answerable.auroc',
        set.unanswerable.map(({ text }) => judged(text)),
      ),
    ],
  }
}

/** What the one threshold does, and how far the confidence is from the share that is answerable. */
export function decisions({ kept, refused }) {
  return [
    { name: 'kept', value: mean(kept.map(({ answerable }) => (answerable ? 1 : 0))), unit: 'ratio' },
    { name: 'refused', value: mean(refused.map(({ answerable }) => (answerable ? 0 : 1))), unit: 'ratio' },
    {
      name: 'calibration_error',
      value: calibrationError({ positives: kept.map(confidenceOf), negatives: refused.map(confidenceOf) }),
      unit: 'ratio',
    },
  ]
}

/** Sets that ask the same questions are about the same. */
export function isAboutOther(set, other) {
  const asked = new Set(set.queries.map(({ _id }) => _id))
  return other.queries.filter(({ _id }) => asked.has(_id)).length < other.queries.length / 50
}

/** Questions of other sets, and of none. */
export function foreignQuestions(otherSets) {
  return [...offTopic, ...otherSets.flatMap(({ queries }) => queries.slice(0, fromEachSet).map(({ text }) => text))]
}

/** The material without the whole article that answers each group of questions; only sets whose articles have several passages tell. */
export function articlesRemoved({ queries, relevant, passages, index, buildLexicalIndex }) {
  const articleOf = new Map(passages.map(({ id, headings }) => [id, headings[0]]))
  const articles = new Set(articleOf.values())
  if (articles.size * 2 > passages.length || articles.size < 2) return []
  const asked = new Map()
  for (const query of queries) {
    const of = [...new Set([...relevant.get(query._id).keys()].map((id) => articleOf.get(id)))]
    asked.set(of.join('\n'), { of, queries: [...(asked.get(of.join('\n'))?.queries ?? []), query] })
  }
  return [...asked.values()].map(({ of, queries: those }) => {
    const left = passages.filter(({ headings }) => !of.includes(headings[0]))
    return { left, without: buildLexicalIndex(left, index.reader), queries: those }
  })
}

/** The other passages of the article stay: most of them speak of what is asked. */
function passageRemoved({ queries, relevant, passages, index }) {
  return queries.map(({ _id, text }) => {
    const hits = index.search(text, depth * 10).hits.filter((hit) => !relevant.get(_id).has(passages[hit.index].id))
    return index.judge(
      text,
      hits.slice(0, depth).map((hit) => hit.index),
    )
  })
}

function confidenceOf({ confidence }) {
  return confidence
}
