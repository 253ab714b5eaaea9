import { CoachError, type Handlers, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import { coachIsSilent } from '../../domain/handover/coach-is-silent.js'
import { participantIdOf } from '../../domain/participant/participant-id.js'
import { openConversation } from '../conversations/index.js'
import { type AttachmentParts, keepFile } from './keep-file.js'

/** Files that people send each other, where no coach answers. */
export function createAttachments(parts: AttachmentParts): Handlers<Routes['attachments'], RequestContext> {
  const { storage, blobStore } = parts
  return {
    async upload({ params: { conversationId }, body }, context) {
      const principal = principalOf(context)
      const { creatorId } = principal
      const conversation = await storage.as({ creatorId }, (tx) => openConversation({ tx, principal, conversationId }))
      if (!coachIsSilent(conversation)) throw new CoachError('CONFLICT_001')
      return keepFile(parts, { creatorId, conversationId, uploadedBy: participantIdOf(principal), file: body, signal: context.signal })
    },
    async download({ params: { conversationId, attachmentId } }, context) {
      const principal = principalOf(context)
      const found = await storage.as({ creatorId: principal.creatorId }, async (tx) => {
        await openConversation({ tx, principal, conversationId })
        return tx.attachments.find(attachmentId)
      })
      const isTheirs = found?.conversationId === conversationId && (found.sent || found.uploadedBy === participantIdOf(principal))
      // What is put away is shown to those alone who look after conversations.
      const isShown = found && !found.quarantined && !(found.putAway && principal.kind === 'visitor')
      const bytes = isTheirs && isShown ? await blobStore.get(found.blobKey) : undefined
      if (!found || !bytes) throw new CoachError('RESOURCE_001')
      return { type: found.type, name: found.name, bytes, tag: found.id }
    },
  }
}
