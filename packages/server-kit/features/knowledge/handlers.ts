import { CoachError, type Document, type DocumentPassage, errorMessage, type Handlers, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import { detectLanguage } from '../../domain/language/detect-language.js'
import { highlights } from '../../domain/retrieval/highlights.js'
import type { ChunkSizes, KnowledgeRepository, RemovedDocument, StorageTx, StoredChunk } from '../../ports/index.js'
import { answeringOf } from '../creators/index.js'
import { embeddingHandlers } from './embedding-handlers.js'
import type { KnowledgeParts } from './knowledge-parts.js'
import { readQuestionVector } from './read-vector.js'
import { uploadDocument } from './upload-document.js'

export function createHandlers(
  parts: KnowledgeParts,
  { afterRemoval }: { afterRemoval(creatorId: string, removed: readonly RemovedDocument[]): Promise<void> },
): Handlers<Routes['knowledge'], RequestContext> {
  const { storage } = parts
  const ofCreator = <Result>(context: RequestContext, work: (tx: StorageTx) => Promise<Result>) =>
    storage.as({ creatorId: principalOf(context).creatorId }, work)
  const again = async (context: RequestContext, input: Parameters<KnowledgeRepository['requeue']>[0]) => {
    const document = await ofCreator(context, (tx) => changed(tx, input.documentId, tx.knowledge.requeue(input)))
    parts.announce(principalOf(context).creatorId, document)
    parts.onJob()
    return document
  }
  return {
    upload: ({ query, body }, context) =>
      uploadDocument(parts, { creatorId: principalOf(context).creatorId, file: body, sizes: sizesAsked(query, parts.sizes) }),
    async replace({ params, query, body }, context) {
      const old = found(await ofCreator(context, (tx) => tx.knowledge.find(params.documentId)))
      const sizes = sizesAsked(query, parts.sizes) ?? sizesAsked(old, parts.sizes)
      return uploadDocument(parts, { creatorId: principalOf(context).creatorId, file: body, replaces: params.documentId, sizes })
    },
    // What was put into quarantine leaves it by a scan alone.
    retry: ({ params }, context) => again(context, { documentId: params.documentId, from: parts.scanner ? ['failed', 'quarantined'] : ['failed'] }),
    reprocess: ({ params, query }, context) => again(context, { documentId: params.documentId, from: ['ready'], sizes: sizesAsked(query, parts.sizes) }),
    async cancel({ params: { documentId } }, context) {
      const document = await ofCreator(context, async (tx) => {
        const creator = found(await tx.creators.find(principalOf(context).creatorId))
        const message = errorMessage('DOCUMENT_011', creator.language)
        return changed(tx, documentId, tx.knowledge.cancel({ documentId, code: 'DOCUMENT_011', message }))
      })
      parts.onJobGone(documentId)
      parts.announce(principalOf(context).creatorId, document)
      return document
    },
    list: ({ query }, context) => ofCreator(context, (tx) => tx.knowledge.list(query)),
    status: async ({ params }, context) => found(await ofCreator(context, (tx) => tx.knowledge.find(params.documentId))),
    preview: async ({ params }, context) => found(await ofCreator(context, (tx) => tx.knowledge.preview(params.documentId))),
    passages: ({ params: { documentId }, query }, context) =>
      ofCreator(context, async (tx) => {
        found(await tx.knowledge.find(documentId))
        const { items, ...more } = await tx.knowledge.chunksOf({ documentId, ...query })
        return { items: items.map(toPassage), ...more }
      }),
    statistics: async ({ params }, context) => found(await ofCreator(context, (tx) => tx.knowledge.statistics(params.documentId))),
    async remove({ params: { documentId } }, context) {
      const { creatorId } = principalOf(context)
      const { blobKey } = found(await ofCreator(context, (tx) => tx.knowledge.remove(documentId)))
      await afterRemoval(creatorId, [{ id: documentId, blobKey }])
    },
    async search({ query: { q, limit, documentId, language, type, vector, vectorModel: model = '' } }, context) {
      const { creatorId } = principalOf(context)
      const questionVector = readQuestionVector(parts.embedder, vector === undefined ? undefined : { model, values: vector })
      const { answerFrom } = answeringOf(found(await ofCreator(context, (tx) => tx.creators.find(creatorId))))
      const { passages, confidence, answerable } = await parts.retriever.search({
        ...{ creatorId, query: q, questionVector, limit, answerFrom, signal: context.signal },
        only: { language, type, ...(documentId === undefined ? {} : { documentIds: [documentId] }) },
      })
      const asked = detectLanguage(q)
      const items = passages.map(({ id: chunkId, documentId, documentName, source, headings, text, page, score, language: written }) => ({
        ...{ chunkId, documentId, documentName, headings, text, score, ...optional({ page, source }) },
        highlights: highlights({ text, query: q, language: asked ?? written }),
      }))
      return { items, confidence, answerable }
    },
    ...embeddingHandlers(parts),
    async passage({ params }, context) {
      const chunk = found(await ofCreator(context, (tx) => tx.knowledge.chunk(params.chunkId)))
      const { documentId, documentName, headings, text, page, source } = chunk
      return { documentId, documentName, headings, text, ...optional({ page, source }) }
    },
  }
}

/** What one document is to be cut into; without an overlap as much of a piece as the server's. */
function sizesAsked(asked: Partial<Record<keyof ChunkSizes, number | undefined>>, usual: ChunkSizes): ChunkSizes | undefined {
  const { chunkTokens } = asked
  if (chunkTokens === undefined) return undefined
  return { chunkTokens, overlapTokens: asked.overlapTokens ?? Math.floor((chunkTokens * usual.overlapTokens) / usual.chunkTokens) }
}

function found<Item extends object>(item: Item | undefined): Item {
  if (!item) throw new CoachError('RESOURCE_001')
  return item
}

/** Tells a document that is not in the state for a change from one that is not there. */
async function changed(tx: StorageTx, documentId: string, change: Promise<Document | undefined>): Promise<Document> {
  const document = await change
  if (document) return document
  found(await tx.knowledge.find(documentId))
  throw new CoachError('DOCUMENT_012')
}

function toPassage({ id: chunkId, index, text, headings, page, language, tokenCount }: StoredChunk): DocumentPassage {
  return { ...{ chunkId, index, text, headings, language, tokenCount }, ...optional({ page }) }
}

/** Without what is undefined. */
function optional<Fields extends Record<string, unknown>>(fields: Fields): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [Name in keyof Fields]?: NonNullable<Fields[Name]> }
}
