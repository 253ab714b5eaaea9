import { CoachError, type ConversationKind, type Handlers, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext, visitorOf } from '../../dispatch/request-context.js'
import { formVersion } from '../../domain/form/form-version.js'
import { participantIdOf } from '../../domain/participant/participant-id.js'
import type { ConversationRecord, CreatorRecord, HandoverStep, Principal, Storage, StorageTx } from '../../ports/index.js'
import { readModelContext } from './model-context.js'

export { forgetClients } from './forget-clients.js'
export { readHistory } from './model-context.js'
export { removeOld } from './remove-old.js'

/** Conversations. `kindOf`: of those that a creator's visitors open now. `tell`: those in one, and those who look after all. */
export function createConversations(deps: {
  storage: Storage
  kindOf(creator: CreatorRecord): ConversationKind
  /** The most that the model reads. */
  contextTokens(): number
  tell(told: { creatorId: string; conversationId: string; events: HandoverStep['events'] }): void
}): Handlers<Routes['conversations'], RequestContext> {
  const putAway = async (conversationId: string, archived: boolean, context: RequestContext) => {
    const principal = principalOf(context)
    const { creatorId } = principal
    const { conversation, events } = await deps.storage.as({ creatorId }, async (tx) => {
      await openConversation({ tx, principal, conversationId, archived: 'include' })
      return tx.archive.conversation({ conversationId, archived })
    })
    deps.tell({ creatorId, conversationId, events })
    return conversation
  }
  return {
    context: ({ params: { conversationId } }, context) => {
      const principal = principalOf(context)
      return deps.storage.as({ creatorId: principal.creatorId }, async (tx) => {
        await openConversation({ tx, principal, conversationId })
        return readModelContext(tx, { conversationId, contextTokens: deps.contextTokens() })
      })
    },
    archive: ({ params }, context) => putAway(params.conversationId, true, context),
    restore: ({ params }, context) => putAway(params.conversationId, false, context),
    create({ body }, context) {
      const { creatorId, sessionId } = visitorOf(context)
      return deps.storage.as({ creatorId }, async (tx) => {
        const creator = await tx.creators.find(creatorId)
        if (!creator) throw new CoachError('RESOURCE_001')
        return beginConversation({ tx, creator, sessionId, kind: deps.kindOf(creator), channel: body?.channel ?? channelOf(context) })
      })
    },
    list({ query }, context) {
      const principal = principalOf(context)
      const { creatorId } = principal
      const participantId = participantIdOf(principal)
      return deps.storage.as({ creatorId }, async (tx) => {
        const page =
          principal.kind === 'visitor' ? await tx.conversations.listBySession({ sessionId: principal.sessionId, ...query }) : await tx.conversations.list(query)
        const unread = await tx.participants.unread({ participantId, conversationIds: page.items.map(({ id }) => id) })
        return { ...page, items: page.items.map((item) => ({ ...item, unread: unread.get(item.id) ?? 0 })) }
      })
    },
    get({ params }, context) {
      const principal = principalOf(context)
      return deps.storage.as({ creatorId: principal.creatorId }, async (tx) => {
        const conversation = await openConversation({ tx, principal, conversationId: params.conversationId })
        const unread = await tx.participants.unread({ participantId: participantIdOf(principal), conversationIds: [conversation.id] })
        return { ...conversation, unread: unread.get(conversation.id) ?? 0 }
      })
    },
  }
}

/** Where a conversation comes from of which nobody says so. */
export function channelOf({ page }: Pick<RequestContext, 'page'>): string {
  return page === undefined ? 'api' : 'web'
}

interface Beginning {
  tx: StorageTx
  creator: CreatorRecord
  sessionId: string
  kind: ConversationKind
  channel: string
  chatId?: string
}

/** Begins one, with what the visitor answered. Throws FORM_003 while the creator asks for what was not answered yet. */
export async function beginConversation({ tx, creator, ...conversation }: Beginning): Promise<ConversationRecord> {
  const form = await tx.sessions.form(conversation.sessionId)
  const { form: asked } = creator.widget
  if (asked && form?.version !== formVersion(asked)) throw new CoachError('FORM_003')
  return tx.conversations.create({ ...conversation, form })
}

/** The conversation, if the caller takes part in it: a visitor in its session's that are not put away, a member in all of the creator's. */
export async function openConversation(input: {
  tx: StorageTx
  principal: Principal
  conversationId: string
  /** A visitor reaches what is put away, too. */
  archived?: 'include'
}): Promise<ConversationRecord> {
  const { tx, principal, conversationId } = input
  const found = await tx.conversations.find(conversationId)
  // Someone else's conversation and none at all look the same.
  if (!found || (principal.kind === 'visitor' && !isOpenTo(principal, found, input.archived))) throw new CoachError('RESOURCE_001')
  return found
}

function isOpenTo({ sessionId }: { sessionId: string }, found: ConversationRecord, archived: 'include' | undefined): boolean {
  return found.sessionId === sessionId && (found.archivedAt === undefined || archived === 'include')
}
