import { createHash } from 'node:crypto'
import { CoachError, type DescribedMessage, type Handlers, type Message, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import { detectLanguage } from '../../domain/language/detect-language.js'
import type { StorageTx } from '../../ports/index.js'
import { openConversation } from '../conversations/index.js'
import type { MessageParts } from './message-parts.js'

type Ids = { conversationId: string; messageId: string }
/** Words of one search. */
const mostWords = 8

/** Single messages: what is known of them, putting them away, and finding them. */
export function createMessageRecords(
  parts: MessageParts,
): Pick<Handlers<Routes['messages'], RequestContext>, 'get' | 'describe' | 'archive' | 'restore' | 'search'> {
  const inTenant = <Result>(context: RequestContext, work: (tx: StorageTx) => Promise<Result>) =>
    parts.storage.as({ creatorId: principalOf(context).creatorId }, work)
  const putAway = async (ids: Ids, archived: boolean, context: RequestContext) => {
    const { message, events } = await inTenant(context, async (tx) => {
      const found = await readable(tx, ids, context)
      if (principalOf(context).kind === 'visitor' && found.role !== 'user') throw new CoachError('RESOURCE_001')
      return tx.archive.message({ ...ids, archived })
    })
    parts.publish(ids.conversationId, events)
    return message
  }
  return {
    get: ({ params }, context) => inTenant(context, (tx) => described(tx, params, context)),
    describe: ({ params, body }, context) =>
      inTenant(context, async (tx) => {
        await readable(tx, params, context)
        await tx.messageNotes.setMetadata({ messageId: params.messageId, change: body })
        return described(tx, params, context)
      }),
    archive: ({ params }, context) => putAway(params, true, context),
    restore: ({ params }, context) => putAway(params, false, context),
    search: ({ query: { q, ...query } }, context) => inTenant(context, (tx) => tx.messageNotes.search({ ...query, words: wordsOf(q) })),
  }
}

function wordsOf(asked: string): string[] {
  return asked.split(/\s+/u).slice(0, mostWords)
}

async function readable(tx: StorageTx, { conversationId, messageId }: Ids, context: RequestContext): Promise<Message> {
  await openConversation({ tx, principal: principalOf(context), conversationId })
  const message = await tx.messages.find(messageId)
  if (message?.conversationId !== conversationId) throw new CoachError('RESOURCE_001')
  return message
}

/** A visitor is told what was said, and no more. */
async function described(tx: StorageTx, ids: Ids, context: RequestContext): Promise<DescribedMessage> {
  const message = await readable(tx, ids, context)
  if (principalOf(context).kind === 'visitor') return message
  const { metadata, details, client } = (await tx.messageNotes.find(ids.messageId)) ?? {}
  return { ...message, content: contentOf(message.text), ...(metadata ? { metadata } : {}), ...(details ? { details } : {}), ...(client ? { client } : {}) }
}

function contentOf(text: string): NonNullable<DescribedMessage['content']> {
  const language = detectLanguage(text)
  return {
    ...(language ? { language } : {}),
    characters: Array.from(text).length,
    words: Array.from(text.matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu)).length,
    hash: `sha256:${createHash('sha256').update(text).digest('hex')}`,
  }
}
