import { CoachError, type ConversationEvent, type Reply } from '@coachkit/contract'
import type { Principal } from '../ports/index.js'
import { openConversationFeed } from './conversation-feed.js'
import type { ConnectionDeps } from './realtime-deps.js'

/** More events than this that nobody takes: the reader is gone, or too slow. */
const mostWaiting = 4096
/** How often what a bus between processes may have lost is read. */
const catchUpMs = 5000

/** A reader of one conversation inside the server. */
export interface Follower {
  /** Answers being written and their text so far; deltas continue exactly there. */
  streams: { messageId: string; text: string }[]
  /** In order, without a gap. Throws CoachError when it was ended from here: what follows can be had by following again. */
  events: AsyncGenerator<ConversationEvent, void>
  principal(): Principal
  disconnect(): void
  /** Once, by who follows. */
  close(): void
}

interface Follow {
  deps: ConnectionDeps
  principal: Principal
  conversationId: string
  /** Ends it early. */
  signal: AbortSignal
  onEnd(follower: Follower): void
}

/** Follows a conversation as a subscription does, without a connection. Whoever asks has seen to it that `principal` may read it. */
export async function followConversation({ deps, principal, conversationId, signal, onEnd }: Follow): Promise<Follower> {
  const waiting: ConversationEvent[] = []
  let failure: CoachError | undefined
  let wake = (): void => undefined
  const end = (): void => {
    failure ??= new CoachError('SYS_003', { retryAfterMs: 1000 })
    wake()
  }
  const take = (push: Reply): boolean => {
    // Nobody is told here who comes and goes, so that every push is a publication.
    if (!('push' in push) || !('pub' in push.push)) return false
    waiting.push(push.push.pub.data as ConversationEvent)
    if (waiting.length > mostWaiting) end()
    wake()
    return true
  }
  const channel = `conversation:${conversationId}`
  const reader = { send: (push: Reply) => void take(push), sendIfReady: take }
  const feed = await openConversationFeed({ deps, principal, channel, conversationId, reader, request: { channel }, onStuck: end })
  const timer = deps.bus.capabilities.crossProcess ? setInterval(feed.catchUp, catchUpMs) : undefined

  signal.addEventListener('abort', end, { once: true })

  async function* events(): AsyncGenerator<ConversationEvent, void> {
    for (;;) {
      for (let next = waiting.shift(); next; next = waiting.shift()) yield next
      if (failure) throw failure
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  const follower: Follower = { streams: [], events: events(), principal: () => principal, disconnect: end, close }
  function close(): void {
    signal.removeEventListener('abort', end)
    clearInterval(timer)
    feed.close()
    onEnd(follower)
  }
  feed.begin(({ data }) => {
    follower.streams = data?.streams ?? []
  })
  return follower
}
