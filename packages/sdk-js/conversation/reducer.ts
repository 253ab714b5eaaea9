import type { Conversation, ConversationEvent, Message } from '@coachkit/contract'

export type ThreadMessage = Omit<Message, 'status' | 'offset'> & { status: Message['status'] | 'sending' | 'unsent'; offset?: number }
export interface Thread {
  /** As last heard of: who has it, the coach or a person. */
  conversation?: Conversation
  messages: readonly ThreadMessage[]
  /** Log position of the last durable event applied to each message. */
  positions: Readonly<Record<string, number>>
  /** Text so far of answers being written, also of those not yet seen. */
  drafts: Readonly<Record<string, string>>
  /** A delta was missed: the state must be read again. */
  gap: boolean
}
export type ThreadAction =
  | { type: 'event'; event: ConversationEvent; offset?: number | undefined }
  /** A page read at `offset` (0: an old one, which says nothing of what is not in it), of all that is shown from `from` on; `anew`: nothing known touches it, so only what is not stored yet stays. */
  | { type: 'history'; items: readonly Message[]; offset: number; from?: number; anew?: boolean; conversation?: Conversation }
  /** Nothing is missing any more. */
  | { type: 'whole' }
  | { type: 'draft'; messageId: string; text: string }
  /** One that is not stored yet, or a stored one as it was changed here. */
  | { type: 'local'; message: ThreadMessage }
  | { type: 'conversation'; conversation: Conversation }

export const emptyThread: Thread = { messages: [], positions: {}, drafts: {}, gap: false }

/** The next state of a thread; repeats and late frames change nothing. */
export function reduceThread(thread: Thread, action: ThreadAction): Thread {
  if (action.type === 'whole') return thread.gap ? { ...thread, gap: false } : thread
  if (action.type === 'history') {
    const kept = action.anew ? { ...thread, messages: thread.messages.filter((each) => each.offset === undefined), positions: {} } : stillShown(thread, action)
    return action.items.reduce<Thread>((state, item) => durable(state, item, Math.max(action.offset, item.offset), true), {
      ...held(kept, action.conversation, action.anew),
      gap: false,
    })
  }
  if (action.type === 'draft') return snapshot({ ...thread, gap: false }, action.messageId, action.text)
  if (action.type === 'conversation') return held(thread, action.conversation)
  if (action.type === 'local') return isStored(thread, action.message) ? thread : put(thread, action.message)
  return heard(thread, action)
}

/** The offset up to which everything has come to its end. */
export function settledOffset(messages: readonly ThreadMessage[]): number {
  const open = messages.findIndex(({ status }) => status === 'pending')
  return messages.slice(0, open < 0 ? undefined : open).findLast(({ offset }) => offset)?.offset ?? 0
}

function heard(thread: Thread, { event, offset }: { event: ConversationEvent; offset?: number | undefined }): Thread {
  if (event.type === 'message.delta') return draft(thread, event.messageId, event.index, event.text)
  // An answer whose writer crashed is written anew.
  if (event.type === 'message.started') return snapshot(thread, event.messageId, '')
  if ('conversation' in event) return held(thread, event.conversation)
  return 'message' in event ? durable(thread, event.message, offset ?? event.message.offset) : thread
}

/** Without those that a page would have if they were still shown: what put them away was missed. */
function stillShown(
  thread: Thread,
  { items, offset, from = items[0]?.offset ?? Number.POSITIVE_INFINITY }: Extract<ThreadAction, { type: 'history' }>,
): Thread {
  const positions = { ...thread.positions }
  const messages = thread.messages.filter(({ id, offset: place = offset + 1 }) => {
    const isGone = place >= from && place <= offset && (positions[id] ?? 0) <= offset && !items.some((item) => item.id === id)
    if (isGone) positions[id] = offset
    return !isGone
  })
  return { ...thread, positions, messages }
}

/** The newer of what is known of who has it. */
function held(thread: Thread, conversation: Conversation | undefined, anew = false): Thread {
  if (!conversation || (!anew && thread.conversation && thread.conversation.offset >= conversation.offset)) return thread
  return { ...thread, conversation }
}

/** A page may know more than the event it was read at: what a visitor thinks is in no event. */
function durable(before: Thread, message: Message, offset: number, read = false): Thread {
  // Also when it is no longer shown itself: what came before it in the log may still be on its way.
  const thread = message.supersedes ? without(before, message.supersedes) : before
  const isKnown = (thread.positions[message.id] ?? -1) >= offset + (read ? 1 : 0)
  return isKnown ? thread : current(thread, message, offset)
}

/** Those messages gone for good, whatever is still said of them. */
function without(thread: Thread, ids: readonly string[]): Thread {
  const positions = { ...thread.positions, ...Object.fromEntries(ids.map((id) => [id, Number.POSITIVE_INFINITY])) }
  return { ...thread, positions, messages: thread.messages.filter(({ id }) => !ids.includes(id)) }
}

function current(thread: Thread, message: Message, offset: number): Thread {
  const { [message.id]: text, ...others } = thread.drafts
  const known = thread.messages.findLast((each) => each.id === message.id)
  const again = known !== undefined && known.status !== 'pending'
  const drafts = message.status === 'pending' && !again && text !== undefined ? thread.drafts : others
  const shown =
    message.status === 'pending' && (drafts[message.id]?.length ?? 0) > message.text.length ? { ...message, text: drafts[message.id] ?? '' } : message
  return put({ ...thread, drafts, positions: { ...thread.positions, [message.id]: offset } }, shown)
}

function draft(thread: Thread, id: string, index: number, text: string): Thread {
  const known = thread.messages.findLast((each) => each.id === id)
  if (known && known.status !== 'pending') return thread
  const before = thread.drafts[id] ?? known?.text ?? ''
  if (index > before.length) return { ...thread, gap: true }
  if (index + text.length <= before.length) return thread
  const after = before.slice(0, index) + text
  const next = { ...thread, drafts: { ...thread.drafts, [id]: after } }
  return known ? put(next, { ...known, text: after }) : next
}

/** All that is written of an answer, unless the same is known, and more. */
function snapshot(thread: Thread, id: string, text: string): Thread {
  const known = thread.messages.findLast((each) => each.id === id)
  const before = thread.drafts[id] ?? known?.text ?? ''
  if ((known && known.status !== 'pending') || before === text || (text && before.startsWith(text))) return thread
  const next = { ...thread, drafts: { ...thread.drafts, [id]: text } }
  return known ? put(next, { ...known, text }) : next
}

/** What was read from the server already is not on its way any more, though its reply may be. */
function isStored({ messages }: Thread, { clientMessageId, offset }: ThreadMessage): boolean {
  return !offset && messages.some((each) => each.offset && each.clientMessageId === clientMessageId)
}

/** What is not stored yet comes last, in the order it was written: two of them differ by nothing that counts. */
const placeOf = ({ offset }: ThreadMessage) => offset ?? Number.POSITIVE_INFINITY

function put(thread: Thread, message: ThreadMessage): Thread {
  const at = thread.messages.findLastIndex(({ id }) => id === message.id)
  const known = thread.messages[at]
  // Most often: a known one that grew, in a conversation that may be long.
  if (known && known.offset === message.offset && known.clientMessageId === message.clientMessageId && !message.archivedAt) {
    const messages = thread.messages.slice()
    messages[at] = message
    return { ...thread, messages }
  }
  const same = (each: ThreadMessage) =>
    each.id === message.id || (message.clientMessageId && each.clientMessageId === message.clientMessageId && each.role === message.role)
  const messages = [...thread.messages.filter((each) => !same(each)), message].filter((each) => !each.archivedAt)
  return { ...thread, messages: messages.sort((a, b) => placeOf(a) - placeOf(b)) }
}
