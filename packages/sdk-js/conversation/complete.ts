import type { ConversationHandle } from './conversation-handle.js'
import type { Conversation } from './create-conversation.js'
import { newId } from './own-message.js'
import { People } from './people.js'
import { settledOffset } from './reducer.js'
import { retrying } from './retrying.js'
import { sentFiles } from './sent-files.js'
import { readVersions } from './versions.js'

type Later = Omit<ConversationHandle, 'send'>

/** Adds to a conversation what may be done in it beyond asking, and who takes part. */
export function complete<Begun extends Conversation>(conversation: Begun): Begun & Later {
  let people: People | undefined
  conversation.gather((onChange) => {
    people = new People(onChange)
    return people
  })
  return Object.assign(conversation, {
    ...otherVersions(conversation),
    ...readState(conversation),
    ...sentFiles(conversation),
    async rate(messageId, feedback) {
      await conversation.ask(async (call, params, signal) => {
        const which = { params: { ...params, messageId }, signal }
        if (feedback) await call('feedback.give', { ...which, body: feedback })
        else await call('feedback.remove', which)
      })
      const rated = conversation.getSnapshot().messages.find(({ id }) => id === messageId)
      if (!rated) return
      const { feedback: _, ...message } = rated
      conversation.apply({ type: 'local', message: { ...message, ...(feedback ? { feedback } : {}) } })
    },
    setTyping(isTyping) {
      const { conversationId } = conversation.getSnapshot()
      if (people?.mayTell(isTyping)) conversation.say('participants.typing', { params: { conversationId }, body: { isTyping } })
    },
    async requestPerson() {
      const held = await conversation.ask((call, params, signal) => call('handover.request', { params, signal }))
      conversation.apply({ type: 'conversation', conversation: held })
    },
  } satisfies Omit<Later, keyof Conversation>)
}

function otherVersions(conversation: Conversation): Pick<ConversationHandle, 'regenerate' | 'edit' | 'versions'> {
  return {
    async regenerate(messageId) {
      await conversation.ask((call, params, signal) => call('messages.regenerate', { params: { ...params, messageId }, signal }))
    },
    async edit(messageId, { text }) {
      const body = { clientMessageId: newId(), text }
      await conversation.ask((call, params, signal) => retrying(() => call('messages.edit', { params: { ...params, messageId }, body, signal }), { signal }))
    },
    versions: (messageId) =>
      conversation.ask((call, params, signal) =>
        readVersions(messageId, (cursor) => {
          const query = { limit: 100, superseded: 'include' as const, ...(cursor === undefined ? {} : { cursor }) }
          return call('messages.list', { params, query, signal })
        }),
      ),
  }
}

function readState(conversation: Conversation): Pick<ConversationHandle, 'markRead' | 'markDelivered'> {
  /** How far each was said, of the conversation that is open. */
  let marked: { conversationId: string; read: number; delivered: number } | undefined
  const mark = async (what: 'read' | 'delivered') => {
    const { conversationId, messages } = conversation.getSnapshot()
    const offset = settledOffset(messages)
    if (conversationId === undefined) return
    if (marked?.conversationId !== conversationId) marked = { conversationId, read: 0, delivered: 0 }
    // What was read was delivered.
    if (offset <= Math.max(marked.read, marked[what])) return
    marked[what] = offset
    await conversation.ask(async (call, params, signal) => {
      // Not a failure to show: the next call says it again.
      await call('participants.mark', { params, body: { [what]: offset }, signal }).catch(() => {
        marked = undefined
      })
    })
  }
  return { markRead: () => mark('read'), markDelivered: () => mark('delivered') }
}
