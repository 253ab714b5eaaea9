import type { CoachEvent, InboxEvent } from '@coachkit/contract'
import { retrying } from './conversation/retrying.js'
import type { Realtime } from './realtime/create-realtime.js'

interface WatchDeps {
  ticket(): Promise<{ creatorId: string }>
  realtime: Realtime
}
export interface InboxListener {
  onEvent(event: InboxEvent): void
  /** The channel is followed (again): what was missed is in `conversations.list`. */
  onOpen?(): void
}

/** Follows what the people who answer have to know. The channel keeps nothing: whoever opens it reads the list. */
export function watchInbox({ ticket, realtime }: WatchDeps) {
  return ({ onEvent, onOpen }: InboxListener): (() => void) => {
    const stopped = new AbortController()
    const { signal } = stopped
    const follow = async () => {
      const { creatorId } = await retrying(ticket, { signal })
      if (signal.aborted) return
      const { close } = realtime.subscribe(`creator:${creatorId}`, {
        onState: () => undefined,
        onSubscribed: () => onOpen?.(),
        onPublication: ({ data }) => {
          const event = data as CoachEvent
          if (isOfInbox(event)) onEvent(event)
        },
        onError: () => undefined,
      })
      signal.addEventListener('abort', close)
    }
    follow().catch(() => undefined)
    return () => stopped.abort()
  }
}

function isOfInbox(event: CoachEvent): event is InboxEvent {
  return event.type === 'message.waiting' || event.type === 'conversation.updated' || event.type.startsWith('handover.')
}
