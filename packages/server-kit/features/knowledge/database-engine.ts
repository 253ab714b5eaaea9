import { alikeTerms } from '../../domain/retrieval/alike-terms.js'
import { type CandidateIndexer, createCandidateIndexer, type SearchedWord } from '../../domain/retrieval/candidate-index.js'
import { createScoreFusion, type ScoreFusion } from '../../domain/retrieval/fuse-scores.js'
import { inverseFrequency } from '../../domain/retrieval/postings.js'
import { bestPlaces } from '../../domain/retrieval/term-lists.js'
import type { Embedder, Storage, StorageTx, StoredTermList } from '../../ports/index.js'
import { loadVectors } from './creator-vectors.js'
import type { NearestPassages } from './nearest-passages.js'
import { createIndexCache } from './retriever-index-cache.js'
import type { SearchEngine } from './search-engine.js'

/** Passages that are read again, closely. Measured: more find nothing that these do not. */
const candidateCount = 80
/** Without vectors, those that are far behind the best are left out: measured, 99 of 100 shown passages stay the same, and a third of the work goes. */
const byWordsAlone = { least: 20, share: 0.6 }
/** Passages of a creator from which is told how common grams and small words are. */
const sampleSize = 1000
/** Sampled passages held in memory over all creators. */
const heldSamples = 30_000
/** Sampled passages whose vectors are compared with as well. */
const comparedWith = 300
/** A sample serves until the material has grown by this. */
const growth = 1.1
/** A word in more of the passages tells nothing, and has a long list; a short one is read anyway. */
const mostShare = 0.2
const shortList = 2000
/** Letters that a misspelt word keeps, and terms that are compared with it. */
const keptLetters = 2
const comparedTerms = 20_000

/** Finds in the database the passages that may answer, and makes an index of those alone: a large creator's material is never loaded. */
export function createDatabaseEngine(deps: { storage: Storage; embedders?: readonly Embedder[]; nearest?: NearestPassages }): SearchEngine {
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
        index: { indexer: createCandidateIndexer(sample), fusions: earlier?.fusions ?? new Map(), sampled: sample.map(({ id }) => id), others: new Map() },
      }
    },
  })
  return {
    async materialFor({ creatorId, query, only, state, vectorOf }) {
      const passageCount = state.indexedPassages ?? 0
      const known = await learnt.get(creatorId, generation(passageCount))
      const { indexer, fusions } = known
      const words = indexer.read(query)
      const near = await deps.nearest?.find({ creatorId, state, only, vectorOf })
      const { found, chunks, meaning } = await deps.storage.as({ creatorId }, async (tx) => {
        const found = await findWords(tx, { words, passageCount })
        const fitting = only && new Set(await tx.postings.placesOf(only))
        const chunks = await tx.postings.passages({
          places: bestPlaces(found.lists, { limit: candidateCount, fitting, ...(embedders.length === 0 ? byWordsAlone : {}) }),
          ids: near?.chunkIds ?? [],
        })
        const chunkIds = chunks.map(({ id }) => id)
        const meaning = await loadVectors({ chunks, embedders, read: (embedderId) => tx.knowledge.vectorsOf({ embedderId, chunkIds }) })
        if (!meaning || !near?.chunkIds.length) return { found, chunks, meaning }
        return { found, chunks, meaning: { ...meaning, others: await othersOf(tx, known, { embedderId: meaning.embedder.id, besides: new Set(chunkIds) }) } }
      })
      const lexical = indexer.index(chunks, { passageCount, asked: found.counted })
      const isPassing = near?.isPassing === true
      return { chunks, lexical, meaning, fusion: fusionOf(fusions, meaning?.embedder.id), isEmpty: passageCount === 0, isPassing }
    },
  }
}

interface Learnt {
  indexer: CandidateIndexer
  /** By embedder. */
  fusions: Map<string, ScoreFusion>
  /** Ids of the sample. */
  sampled: readonly string[]
  /** Vectors of some of the sample, by embedder. */
  others: Map<string, readonly ChunkVectors[]>
}
type ChunkVectors = { chunkId: string; vector: Float32Array }

/**
 * Those whose vectors are nearest are all alike: beside them alone, none would stand out, or one by chance. Beside passages drawn evenly
 * a cosine says what it says beside all of the material.
 */
async function othersOf(tx: StorageTx, { sampled, others }: Learnt, { embedderId, besides }: { embedderId: string; besides: ReadonlySet<string> }) {
  const kept = others.get(embedderId) ?? (await tx.knowledge.vectorsOf({ embedderId, chunkIds: sampled.slice(0, comparedWith) }))
  if (kept.length > 0) others.set(embedderId, kept)
  return kept.flatMap(({ chunkId, vector }) => (besides.has(chunkId) ? [] : [vector]))
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
