import type { CoachEvent, Document, DocumentEvent } from '@coachkit/contract'
import { retrying } from './conversation/retrying.js'
import type { Call } from './http/create-http.js'
import type { Realtime } from './realtime/create-realtime.js'

interface WatchDeps {
  call: Call
  ticket(): Promise<{ creatorId: string }>
  realtime: Realtime
}

const pollMs = 5000

/** Follows the creator's documents: over the connection, and by asking while there is none. */
export function createWatch({ call, ticket, realtime }: WatchDeps) {
  return (listener: (event: DocumentEvent) => void): (() => void) => {
    const stopped = new AbortController()
    const { signal } = stopped
    let live = false
    const read = async () => {
      const { items } = await call('knowledge.list', { query: { limit: 100 }, signal })
      if (!signal.aborted) for (const document of items) listener({ type: eventOf(document), document })
    }
    // A failed reading is made up for by the next.
    const poll = () => void read().catch(() => undefined)
    const timer = setInterval(() => live || poll(), pollMs)
    const follow = async () => {
      const { creatorId } = await retrying(ticket, { signal })
      if (signal.aborted) return
      const { close } = realtime.subscribe(`creator:${creatorId}`, {
        onState: (state) => (live &&= state === 'open'),
        onSubscribed: () => {
          live = true
          poll()
        },
        onPublication: ({ data }) => {
          const event = data as CoachEvent
          if (isOfDocument(event)) listener(event)
        },
        onError: () => (live = false),
      })
      signal.addEventListener('abort', close)
    }
    // Without the right to a connection, polling says the same later.
    follow().catch(() => undefined)
    return () => {
      stopped.abort()
      clearInterval(timer)
    }
  }
}

/** The channel carries what the people who answer are told as well. */
function isOfDocument(event: CoachEvent): event is DocumentEvent {
  return event.type.startsWith('document.')
}

function eventOf(document: Document): 'document.ready' | 'document.failed' | 'document.processing' {
  return document.status === 'ready' ? 'document.ready' : document.status === 'failed' ? 'document.failed' : 'document.processing'
}
