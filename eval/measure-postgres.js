import { pglite } from '@coachkit/server-kit'
import { measureRanking } from './measure-set.js'
import { built } from './parts.js'

const depth = 10
const passagesOfDocument = 500

/** The figures of the search in the database, as large creators have it, over a set's passages in an embedded one. */
export async function measurePostgres({ set }) {
  const { createDatabaseEngine } = await built('features/knowledge/database-engine.js')
  const storage = pglite({ dataDir: 'memory' })
  await storage.migrate()
  const widget = { greeting: 'Hola', placeholder: 'Pregunta', suggestions: [], primaryColor: '#334155', position: 'bottom-right' }
  const { id: creatorId } = await storage.as({ system: 'setup' }, (tx) => tx.creators.create({ slug: 'eval', name: 'Eval', language: set.language, widget }))
  await storage.as({ creatorId }, (tx) => tx.postings.begin())
  for (let start = 0; start < set.corpus.length; start += passagesOfDocument) await addDocument({ storage, creatorId, set, start })
  while (await storage.as({ creatorId }, (tx) => tx.postings.indexNext({ limit: passagesOfDocument })));
  const engine = createDatabaseEngine({ storage })
  const state = await storage.as({ creatorId }, (tx) => tx.postings.state())
  const search = async (query) => {
    const { chunks, lexical } = await engine.materialFor({ creatorId, query, state })
    const { hits, ...verdict } = lexical.search(query, depth)
    return { ...verdict, found: hits.map((hit) => set.corpus[Number(chunks[hit.index].documentId.slice(4)) + chunks[hit.index].index]._id) }
  }
  try {
    return await measureRanking({ set, configuration: 'lexical-postgres', search })
  } finally {
    await storage.close()
  }
}

async function addDocument({ storage, creatorId, set, start }) {
  const { corpus, language } = set
  const id = `doc_${String(start).padStart(24, '0')}`
  const chunks = corpus.slice(start, start + passagesOfDocument).map(({ title, text }, index) => ({
    ...{ index, text, language, tokenCount: text.length >> 2 },
    headings: title ? [title] : [],
  }))
  await storage.as({ creatorId }, async (tx) => {
    await tx.knowledge.add({ id, name: '.md', type: 'md', size: 1, blobKey: id })
    await tx.knowledge.finish({ documentId: id, chunks, language })
  })
}
