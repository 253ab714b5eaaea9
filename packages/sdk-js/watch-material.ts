import type { CoachEvent, DocumentEvent, WebsiteEvent } from '@coachkit/contract'
import { retrying } from './conversation/retrying.js'
import type { Call } from './http/create-http.js'
import type { Realtime } from './realtime/create-realtime.js'

interface WatchDeps {
  call: Call
  ticket(): Promise<{ creatorId: string }>
  realtime: Realtime
}
type Watch<Event> = (listener: (event: Event) => void) => () => void

const pollMs = 5000
const newest = 100

/** Follows the creator's documents. */
export function watchDocuments(deps: WatchDeps): Watch<DocumentEvent> {
  return watchMaterial(deps, {
    isOf: (event): event is DocumentEvent => event.type.startsWith('document.'),
    async read(signal) {
      const { items } = await deps.call('knowledge.list', { query: { limit: newest }, signal })
      return items.map((document) => {
        const type = document.status === 'ready' ? 'document.ready' : document.status === 'failed' ? 'document.failed' : 'document.processing'
        return { type, document }
      })
    },
  })
}

/** Follows the websites that are read as material. */
export function watchWebsites(deps: WatchDeps): Watch<WebsiteEvent> {
  return watchMaterial(deps, {
    isOf: (event): event is WebsiteEvent => event.type.startsWith('website.'),
    // A page counts as read once its document is, which may be after the website's last step.
    isBehind: (event) => (event.type === 'document.ready' || event.type === 'document.failed') && event.document.source !== undefined,
    async read(signal) {
      const { items } = await deps.call('websites.list', { query: { limit: newest }, signal })
      return items.map((website) => {
        const type = website.status === 'ready' ? 'website.ready' : website.status === 'failed' ? 'website.failed' : 'website.reading'
        return { type, website }
      })
    },
  })
}

/** Over the connection, whose channel carries other events too, and by asking while there is none. */
function watchMaterial<Event extends CoachEvent>(
  { ticket, realtime }: WatchDeps,
  {
    isOf,
    isBehind,
    read,
  }: {
    isOf(event: CoachEvent): event is Event
    /** After this event, what there is is read again. */
    isBehind?(event: CoachEvent): boolean
    read(signal: AbortSignal): Promise<Event[]>
  },
): Watch<Event> {
  return (listener) => {
    const stopped = new AbortController()
    const { signal } = stopped
    let live = false
    const tell = async () => {
      for (const event of await read(signal)) if (!signal.aborted) listener(event)
    }
    // A failed reading is made up for by the next.
    const poll = () => void tell().catch(() => undefined)
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
          if (isOf(event)) listener(event)
          else if (isBehind?.(event)) poll()
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
