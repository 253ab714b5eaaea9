import { CoachError, type Document, type Handlers, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
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
