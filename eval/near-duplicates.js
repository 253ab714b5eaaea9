import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { normalisedGain } from './figures.js'
import { misspell } from './misspell.js'
import { built, dataDirectory, mean } from './parts.js'
import { readSet } from './read-set.js'

const { buildLexicalIndex } = await built('domain/retrieval/lexical-index.js')
const { chooseDistinct, dropNearDuplicates } = await built('domain/retrieval/near-duplicates.js')
const { words, foldAccents } = await built('domain/retrieval/tokenise.js')

const sets = ['squad-es', 'xquad-en', 'scifact']
/** Passages a prompt gets, and those they are chosen from. */
const shown = 6
const candidates = 24
const depth = 10

/**
 * What the passages of an answer are worth where material repeats itself: every passage stands there as it is, once more with one
 * long word in thirty changed (a page that was uploaded twice), and once with one in ten changed (an older version of it).
 * Beside the kit's choice stand none, the merge of near duplicates alone, and plain maximal marginal relevance.
 */
export function measure() {
  const directory = join(dataDirectory, 'retrieval')
  return sets.filter((name) => existsSync(join(directory, name))).flatMap((name) => measureSet(name, readSet(join(directory, name))))
}

function measureSet(name, set) {
  const queries = set.queries
  const clean = found({ passages: set.passages, queries })
  const repeated = set.passages.flatMap((passage) => [passage, { ...passage, text: changed(passage, 30) }, { ...passage, text: changed(passage, 10) }])
  const among = found({ passages: repeated, queries })
  return Object.entries(choices).flatMap(([choice, choose]) => {
    const prefix = `eval.near-duplicates.${name}.${choice}`
    const gain = (hits, { _id }) => normalisedGain({ wanted: set.relevant.get(_id), found: choose(hits, depth).map(({ id }) => id), depth })
    const kept = queries.map((query, at) => ({ wanted: set.relevant.get(query._id), ids: choose(among[at], shown).map(({ id }) => id) }))
    return [
      { name: `${prefix}.clean.ndcg10`, value: mean(queries.map((query, at) => gain(clean[at], query))), unit: 'ratio' },
      { name: `${prefix}.repeated.recall6`, value: mean(kept.map(({ wanted, ids }) => recallOf(wanted, ids))), unit: 'ratio' },
      { name: `${prefix}.repeated.distinct`, value: mean(kept.map(({ ids }) => new Set(ids).size)), unit: 'passages' },
    ]
  })
}

function recallOf(wanted, ids) {
  return [...wanted.keys()].filter((id) => ids.includes(id)).length / wanted.size
}

const choices = {
  none: (hits, limit) => hits.slice(0, limit),
  merge: (hits, limit) => dropNearDuplicates(hits.slice(0, limit * 2), limit),
  // What the kit does.
  distinct: (hits, limit) => chooseDistinct(hits.slice(0, Math.max(candidates, limit * 2)), limit),
  'mmr-0.7': (hits, limit) => marginallyRelevant(hits.slice(0, candidates), limit, 0.7),
}

function found({ passages, queries }) {
  const index = buildLexicalIndex(passages)
  return queries.map(({ text }) => index.search(text, 48).hits.map(({ index: at, score }) => ({ id: passages[at].id, text: passages[at].text, score })))
}

/** Carbonell and Goldstein's: each time the passage whose own score, less its likeness to what is taken, is highest. */
function marginallyRelevant(hits, limit, weight) {
  const left = hits.map((hit) => ({ ...hit, shingles: shinglesOf(hit.text), like: 0 }))
  const taken = []
  const worth = ({ score, like }) => weight * score - (1 - weight) * like
  while (taken.length < limit && left.length > 0) {
    const best = left.reduce((top, hit, at) => (worth(hit) > worth(left[top]) ? at : top), 0)
    const [hit] = left.splice(best, 1)
    taken.push(hit)
    for (const other of left) other.like = Math.max(other.like, likeness(other.shingles, hit.shingles))
  }
  return taken
}

const known = new Map()
function shinglesOf(text) {
  const kept = known.get(text)
  if (kept) return kept
  const all = words(text).map(foldAccents)
  const shingles = new Set(Array.from({ length: Math.max(1, all.length - 2) }, (_, start) => all.slice(start, start + 3).join(' ')))
  known.set(text, shingles)
  return shingles
}

function likeness(shingles, others) {
  let shared = 0
  for (const shingle of shingles) if (others.has(shingle)) shared += 1
  return shared / shingles.size
}

/** The text with one long word in so many misspelt, the same at each run. */
function changed({ id, text }, oneIn) {
  let at = 0
  return text.replace(/\p{L}{4,}/gu, (word) => {
    at += 1
    return at % oneIn === oneIn >> 1 ? `${misspell(word, `${id} ${at}`)}x` : word
  })
}
