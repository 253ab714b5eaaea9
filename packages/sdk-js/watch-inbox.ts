import type { CoachEvent, InboxEvent } from '@coachkit/contract'
import { retrying } from './conversation/retrying.js'
import { CoachClientError } from './http/client-error.js'
import type { Realtime } from './realtime/create-realtime.js'

interface WatchDeps {
  ticket(): Promise<{ creatorId: string }>
  realtime: Realtime
}
export interface InboxListener {
  onEvent(event: InboxEvent): void
  /** The channel is followed (again): what was missed is in `conversations.list`. */
  onOpen?(): void
  /** The channel cannot be followed, for example by a key that may not read conversations; without this it is said on the console. */
  onError?(error: CoachClientError): void
}

/** Follows what the people who answer have to know. The channel keeps nothing: whoever opens it reads the list. */
export function watchInbox({ ticket, realtime }: WatchDeps) {
  return ({ onEvent, onOpen, onError = (error) => console.error(error) }: InboxListener): (() => void) => {
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
        onError: (code) => onError(new CoachClientError({ code: `REALTIME_${code}`, message: 'The inbox cannot be followed.' })),
      })
      signal.addEventListener('abort', close)
    }
    follow().catch((error: unknown) => {
      if (!signal.aborted) onError(error instanceof CoachClientError ? error : new CoachClientError({ code: 'CLIENT', message: String(error), cause: error }))
    })
    return () => stopped.abort()
  }
}

function isOfInbox(event: CoachEvent): event is InboxEvent {
  return event.type === 'message.waiting' || event.type === 'conversation.updated' || event.type.startsWith('handover.')
}
