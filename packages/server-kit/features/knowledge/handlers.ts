import { CoachError, type Document, type Handlers, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import { detectLanguage } from '../../domain/language/detect-language.js'
import { highlights } from '../../domain/retrieval/highlights.js'
import type { KnowledgeParts } from './knowledge-parts.js'
import { uploadDocument } from './upload-document.js'

export function createHandlers(parts: KnowledgeParts): Handlers<Routes['knowledge'], RequestContext> {
  const { storage } = parts
  return {
    upload: ({ body }, context) => uploadDocument(parts, { creatorId: principalOf(context).creatorId, file: body }),
    list: ({ query }, context) => storage.as({ creatorId: principalOf(context).creatorId }, (tx) => tx.knowledge.list(query)),
    status: async ({ params }, context) => found(await storage.as({ creatorId: principalOf(context).creatorId }, (tx) => tx.knowledge.find(params.documentId))),
    async remove({ params }, context) {
      const { creatorId } = principalOf(context)
      const { blobKey } = found(await storage.as({ creatorId }, (tx) => tx.knowledge.remove(params.documentId)))
      await parts.blobStore.remove(blobKey)
      parts.bus.publish(`creator:${creatorId}`, { kind: 'ephemeral', event: { type: 'document.removed', documentId: params.documentId } })
    },
    async search({ query: { q, limit } }, context) {
      const { creatorId } = principalOf(context)
      const { passages, confidence, answerable } = await parts.retriever.search({ creatorId, query: q, limit, signal: context.signal })
      const asked = detectLanguage(q)
      const items = passages.map(({ id: chunkId, documentId, documentName, headings, text, page, score, language }) => ({
        ...{ chunkId, documentId, documentName, headings, text, score, ...(page === undefined ? {} : { page }) },
        highlights: highlights({ text, query: q, language: asked ?? language }),
      }))
      return { items, confidence, answerable }
    },
    async passage({ params }, context) {
      const chunk = found(await storage.as({ creatorId: principalOf(context).creatorId }, (tx) => tx.knowledge.chunk(params.chunkId)))
      const { documentId, documentName, headings, text, page } = chunk
      return { documentId, documentName, headings, text, ...(page === undefined ? {} : { page }) }
    },
  }
}

function found<Item extends Document | object>(item: Item | undefined): Item {
  if (!item) throw new CoachError('RESOURCE_001')
  return item
}
