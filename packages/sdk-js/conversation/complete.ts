import type { ConversationHandle, WaitOptions } from './conversation-handle.js'
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
    ...patience(conversation),
    ...otherVersions(conversation),
    ...readState(conversation),
    ...sentFiles(conversation),
    async rate(messageId, feedback, options) {
      await conversation.ask(async (call, params, signal) => {
        const which = { params: { ...params, messageId }, signal }
        if (feedback) await call('feedback.give', { ...which, body: feedback })
        else await call('feedback.remove', which)
      }, options)
      const rated = conversation.getSnapshot().messages.find(({ id }) => id === messageId)
      if (!rated) return
      const { feedback: _, ...message } = rated
      conversation.apply({ type: 'local', message: { ...message, ...(feedback ? { feedback } : {}) } })
    },
    setTyping(isTyping) {
      const { conversationId } = conversation.getSnapshot()
      if (people?.mayTell(isTyping)) conversation.say('participants.typing', { params: { conversationId }, body: { isTyping } })
    },
    async requestPerson(options) {
      const held = await conversation.ask((call, params, signal) => call('handover.request', { params, signal }), options)
      conversation.apply({ type: 'conversation', conversation: held })
    },
  } satisfies Omit<Later, keyof Conversation>)
}

function patience(conversation: Conversation): Pick<ConversationHandle, 'open'> {
  const open = conversation.open.bind(conversation)
  return { open: ({ signal } = {}) => (signal ? untilAborted(open(), signal) : open()) }
}

function otherVersions(conversation: Conversation): Pick<ConversationHandle, 'regenerate' | 'edit' | 'versions'> {
  return {
    async regenerate(messageId, options) {
      await conversation.ask((call, params, signal) => call('messages.regenerate', { params: { ...params, messageId }, signal }), options)
    },
    async edit(messageId, { text }, options) {
      const body = { clientMessageId: newId(), text }
      await conversation.ask(
        (call, params, signal) => retrying(() => call('messages.edit', { params: { ...params, messageId }, body, signal }), { signal }),
        options,
      )
    },
    versions: (messageId, options) =>
      conversation.ask(
        (call, params, signal) =>
          readVersions(messageId, (cursor) => {
            const query = { limit: 100, superseded: 'include' as const, ...(cursor === undefined ? {} : { cursor }) }
            return call('messages.list', { params, query, signal })
          }),
        options,
      ),
  }
}

function readState(conversation: Conversation): Pick<ConversationHandle, 'markRead' | 'markDelivered'> {
  /** How far each was said, of the conversation that is open. */
  let marked: { conversationId: string; read: number; delivered: number } | undefined
  const mark = async (what: 'read' | 'delivered', options?: WaitOptions) => {
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
      options?.signal?.throwIfAborted()
    }, options)
  }
  return { markRead: (options) => mark('read', options), markDelivered: (options) => mark('delivered', options) }
}

/** Leaves what others may wait for too. */
function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason)
    if (signal.aborted) leave()
    signal.addEventListener('abort', leave)
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
