import { minisearch } from './minisearch.js'
import { postgresTsRank } from './postgres-ts-rank.js'
import { sqliteFts5 } from './sqlite-fts5.js'
import { winkBm25 } from './wink-bm25.js'

/** Each builds `{ search(query, limit), close? }` over `documents`; places in the list are what a search returns. */
export const peers = { 'sqlite-fts5': sqliteFts5, minisearch, 'wink-bm25': winkBm25, 'postgres-ts-rank': postgresTsRank }

/** Lucene 8.7, BM25 k1 .9 b .4, the language's analyzer: measured on these sets with Lucene itself, which does not run here. */
export const lucene = {
  'anthropic-code': { ndcg10: 0.6035, recall5: 0.692, recall10: 0.756, mrr10: 0.57 },
  'covidfaq-en': { ndcg10: 0.6338, recall5: 0.7, recall10: 0.796, mrr10: 0.583 },
  scifact: { ndcg10: 0.6789, recall5: 0.743, recall10: 0.804, mrr10: 0.646 },
  'squad-es': { ndcg10: 0.7893, recall5: 0.859, recall10: 0.906, mrr10: 0.752 },
  'xquad-en': { ndcg10: 0.9674 },
}
