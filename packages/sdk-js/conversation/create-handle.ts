import type { ConversationHandle } from './conversation-handle.js'
import { Conversation, type ConversationDeps } from './create-conversation.js'
import { Exchange } from './exchange.js'
import { newId } from './own-message.js'
import { People } from './people.js'
import { settledOffset } from './reducer.js'
import { retrying } from './retrying.js'

/** A conversation with all that may be done in it, its answers told one by one, and who takes part. */
export function createHandle(deps: ConversationDeps): ConversationHandle {
  let people: People | undefined
  const conversation = new Conversation({
    ...deps,
    follow: (clientMessageId) => new Exchange(clientMessageId),
    people: (onChange) => {
      people = new People(onChange)
      return people
    },
  })
  // With `follow`, sending gives an exchange.
  return Object.assign(conversation as Conversation & Pick<ConversationHandle, 'send'>, {
    ...versions(conversation),
    ...readState(conversation),
    setTyping(isTyping: boolean) {
      const { conversationId } = conversation.getSnapshot()
      if (people?.mayTell(isTyping)) conversation.say('participants.typing', { params: { conversationId }, body: { isTyping } })
    },
    async requestPerson() {
      const held = await conversation.ask((call, params, signal) => call('handover.request', { params, signal }))
      conversation.apply({ type: 'conversation', conversation: held })
    },
  })
}

function versions(conversation: Conversation): Pick<ConversationHandle, 'regenerate' | 'edit'> {
  return {
    async regenerate(messageId) {
      await conversation.ask((call, params, signal) => call('messages.regenerate', { params: { ...params, messageId }, signal }))
    },
    async edit(messageId, { text }) {
      const body = { clientMessageId: newId(), text }
      await conversation.ask((call, params, signal) => retrying(() => call('messages.edit', { params: { ...params, messageId }, body, signal }), { signal }))
    },
  }
}

function readState(conversation: Conversation): Pick<ConversationHandle, 'markRead'> {
  let marked: { conversationId: string | undefined; read: number } | undefined
  return {
    async markRead() {
      const { conversationId, messages } = conversation.getSnapshot()
      const read = settledOffset(messages)
      const known = marked?.conversationId === conversationId ? (marked?.read ?? 0) : 0
      if (conversationId === undefined || read <= known) return
      marked = { conversationId, read }
      await conversation.ask(async (call, params, signal) => {
        // Not a failure to show: the next call says it again.
        await call('participants.mark', { params, body: { read }, signal }).catch(() => {
          marked = undefined
        })
      })
    },
  }
}
