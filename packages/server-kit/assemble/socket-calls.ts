import { CoachError } from '@coachkit/contract'
import * as z from 'zod/mini'
import { type CallLimits, refuseUnlessAllowed } from '../dispatch/call-limits.js'
import type { Dispatcher } from '../dispatch/create-dispatcher.js'
import type { Principal } from '../ports/index.js'
import type { RealtimeDeps } from '../realtime/realtime-deps.js'

/** Such a message is stored by itself. */
const sendsFiles = z.object({ body: z.object({ attachments: z.unknown().check(z.refine((given) => given !== undefined)) }) })
const conversationCall = z.object({ params: z.object({ conversationId: z.string() }) })

/** What a socket may ask: counted, of somebody whose credential still holds. */
export function createSocketCalls(deps: {
  limits: CallLimits
  authenticator: Pick<RealtimeDeps, 'recheck'>
  dispatcher: Dispatcher
}): Pick<RealtimeDeps, 'admit' | 'invoke'> {
  const { limits, authenticator, dispatcher } = deps
  return {
    admit: async (caller) => {
      const address = limits.addressOf(caller)
      await limits.admit({ route: 'realtime.websocket', address })
      return address
    },
    invoke: async (call) => {
      const conversationId = conversationCall.safeParse(call.data).data?.params.conversationId
      // Typing is every few seconds, in a conversation whose right was checked when the connection began to read it. It is limited by
      // itself, and passed on to those who read what the caller reads: nothing is asked of the database.
      const isTypingWhereRead = call.method === 'participants.typing' && conversationId !== undefined && call.reads(conversationId)
      if (isTypingWhereRead) return dispatcher.invokeRpc(call)
      const verdict = await limits.count({ ...call, route: call.method, conversationId })
      if (verdict) refuseUnlessAllowed(verdict)
      const principal = isCheckedWhenStored(call) ? call.principal : await authenticator.recheck(call.principal)
      if (!principal) throw new CoachError('AUTH_001')
      return dispatcher.invokeRpc({ ...call, principal, ...(verdict?.admitQuestion ? { admitQuestion: verdict.admitQuestion } : {}) })
    },
  }
}

/** A message is stored only while its sender may write, so that nobody has to ask first. What a person may do is known to no such check. */
function isCheckedWhenStored({ method, data, principal }: { method: string; data: unknown; principal: Principal }): boolean {
  return method === 'messages.send' && !sendsFiles.safeParse(data).success && (principal.kind === 'visitor' || principal.role === 'key')
}
