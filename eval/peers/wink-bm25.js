import bm25 from 'wink-bm25-text-search'

/** wink-bm25-text-search with the language's stems and stop words, fields weighing the same. */
export function winkBm25({ documents, stems }) {
  const engine = bm25()
  engine.defineConfig({ fldWeights: { title: 1, text: 1 } })
  engine.definePrepTasks([stems])
  for (const [index, { title, text }] of documents.entries()) engine.addDoc({ title, text }, index)
  engine.consolidate()
  return { search: (query, limit) => engine.search(query, limit).map(([index]) => Number(index)) }
}
