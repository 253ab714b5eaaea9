import { alikeTerms } from '../../domain/retrieval/alike-terms.js'
import { type CandidateIndexer, createCandidateIndexer, type SearchedWord } from '../../domain/retrieval/candidate-index.js'
import { createScoreFusion, type ScoreFusion } from '../../domain/retrieval/fuse-scores.js'
import { inverseFrequency } from '../../domain/retrieval/postings.js'
import { bestPlaces } from '../../domain/retrieval/term-lists.js'
import type { Embedder, Storage, StorageTx, StoredTermList } from '../../ports/index.js'
import { loadVectors } from './creator-vectors.js'
import { createIndexCache } from './retriever-index-cache.js'
import type { SearchEngine } from './search-engine.js'

/** Passages that are read again, closely. Measured: more find nothing that these do not. */
const candidateCount = 80
/** Passages of a creator from which is told how common grams and small words are. */
const sampleSize = 1000
/** Sampled passages held in memory over all creators. */
const heldSamples = 30_000
/** A sample serves until the material has grown by this. */
const growth = 1.1
/** A word in more of the passages tells nothing, and has a long list; a short one is read anyway. */
const mostShare = 0.2
const shortList = 2000
/** Letters that a misspelt word keeps, and terms that are compared with it. */
const keptLetters = 2
const comparedTerms = 20_000

/** Finds in the database the passages that may answer, and makes an index of those alone: a large creator's material is never loaded. */
export function createDatabaseEngine(deps: { storage: Storage; embedders?: readonly Embedder[] }): SearchEngine {
  const { embedders = [] } = deps
  const learnt = createIndexCache<Learnt>({
    heldChunks: heldSamples,
    async load(creatorId, earlier) {
      const { state, sample } = await deps.storage.as({ creatorId }, async (tx) => ({
        state: await tx.postings.state(),
        sample: await tx.postings.sample({ limit: sampleSize }),
      }))
      return {
        version: generation(state.indexedPassages ?? 0),
        size: sample.length,
        index: { indexer: createCandidateIndexer(sample), fusions: earlier?.fusions ?? new Map() },
      }
    },
  })
  return {
    async materialFor({ creatorId, query, only, state: { indexedPassages: passageCount = 0 } }) {
      const { indexer, fusions } = await learnt.get(creatorId, generation(passageCount))
      const words = indexer.read(query)
      const { found, chunks, meaning } = await deps.storage.as({ creatorId }, async (tx) => {
        const found = await findWords(tx, { words, passageCount })
        const fitting = only && new Set(await tx.postings.placesOf(only))
        const chunks = await tx.postings.passages({ places: bestPlaces(found.lists, { limit: candidateCount, fitting }) })
        const chunkIds = chunks.map(({ id }) => id)
        const meaning = await loadVectors({ chunks, embedders, read: (embedderId) => tx.knowledge.vectorsOf({ embedderId, chunkIds }) })
        return { found, chunks, meaning }
      })
      const lexical = indexer.index(chunks, { passageCount, asked: found.counted })
      return { chunks, lexical, meaning, fusion: fusionOf(fusions, meaning?.embedder.id), isEmpty: passageCount === 0 }
    },
  }
}

interface Learnt {
  indexer: CandidateIndexer
  /** By embedder. */
  fusions: Map<string, ScoreFusion>
}

function fusionOf(fusions: Map<string, ScoreFusion>, embedderId = ''): ScoreFusion {
  const fusion = fusions.get(embedderId) ?? createScoreFusion()
  fusions.set(embedderId, fusion)
  return fusion
}

/** Which of its stems each word has in the material, and the lists to search; a word that is nowhere is taken for those it is a slip of. */
async function findWords(tx: StorageTx, { words, passageCount }: { words: readonly SearchedWord[]; passageCount: number }) {
  const most = Math.max(shortList, Math.floor(passageCount * mostShare))
  const lists = await tx.postings.lists({ terms: [...new Set(words.flatMap(({ stems }) => stems))], most })
  const having = new Map(lists.map((list) => [list.term, list.having]))
  const known = words.flatMap(({ folded, stems }) => {
    const stem = stems.find((each) => having.has(each))
    return stem === undefined ? [] : [{ stem, folded, having: having.get(stem) ?? 0 }]
  })
  const weighed = weigh(lists, { passageCount, timesOf: (term) => known.filter(({ stem }) => stem === term).length })
  for (const { stems } of words.filter((word) => !word.stems.some((stem) => having.has(stem)))) {
    const alike = await slipsOf(tx, stems)
    const instead = await tx.postings.lists({ terms: alike, most })
    weighed.push(...weigh(instead, { passageCount, timesOf: () => 1 }))
  }
  return { counted: known, lists: weighed }
}

async function slipsOf(tx: StorageTx, stems: readonly string[]): Promise<string[]> {
  const [stem = ''] = stems
  if (stem.length <= keptLetters) return []
  return alikeTerms(stem, await tx.postings.termsLike({ prefix: stem.slice(0, keptLetters), limit: comparedTerms }))
}

function weigh(lists: readonly StoredTermList[], { passageCount, timesOf }: { passageCount: number; timesOf(term: string): number }) {
  return lists.flatMap(({ term, having, block, entries }) => {
    const weight = timesOf(term) * inverseFrequency(passageCount, having)
    return entries === undefined || weight === 0 ? [] : [{ block, entries, weight }]
  })
}

/** Rises by one with every tenth more. */
function generation(passageCount: number): number {
  return Math.floor(Math.log(Math.max(1, passageCount)) / Math.log(growth))
}
