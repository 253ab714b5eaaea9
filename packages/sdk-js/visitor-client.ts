import type { VisitorConversation } from './conversation/conversation-handle.js'
import { createConversation } from './conversation/create-conversation.js'
import type { MakeVector } from './conversation/outbox.js'
import { type BeginSession, type CoachClientOptions, createCore } from './core.js'
import { visitorCalls } from './http/visitor-calls.js'
import { defaultSessionStore, vouchedStore } from './session-store.js'

export type VisitorClient = ReturnType<typeof createVisitorClient>

/** The part of a client that a visitor's page needs, for bundles in which every byte counts. What few pages use is loaded when it is. */
export function createVisitorClient({ identity, ...options }: Omit<CoachClientOptions, 'token' | 'sessionStore'>) {
  const { creator = '' } = options
  const anonymous = defaultSessionStore()
  let handle: VisitorConversation | undefined
  // What is shown may be somebody else's; before anything was loaded there is nothing to take away.
  const onOther = () => void (handle?.getSnapshot().messages.length && handle.startNew())
  const begin: BeginSession = async (kept) => {
    const { vouchedSession } = await import('./vouched-session.js')
    return vouchedSession({ identity: identity ?? (() => undefined), creator, anonymous, onOther })(kept)
  }
  const core = identity
    ? createCore({ ...options, sessionStore: vouchedStore(anonymous) }, visitorCalls, begin)
    : createCore({ ...options, sessionStore: anonymous }, visitorCalls)
  return {
    session: { ensure: core.ensure },
    call: core.call,
    /** Has questions go with a vector that `make` gives in time, from now on. */
    makeVectors(make: MakeVector | undefined): void {
      core.outbox.makeVector = make
    },
    conversation: (id?: string) => (handle = createConversation(core.conversationDeps(id))),
  }
}
