import { type Command, replyErrors } from '@coachkit/contract'
import type { BusFrame, Principal } from '../ports/index.js'
import { type ConversationFeed, openConversationFeed } from './conversation-feed.js'
import type { Outgoing } from './outgoing.js'
import type { ConnectionDeps } from './realtime-deps.js'
import { type Answer, encode } from './transport.js'

const maxChannels = 128
const maxHistory = 300
/** Above any offset, and the largest that the log's column takes. */
const largestOffset = 2_147_483_647

interface Feed {
  close(): void
  catchUp?(): void
  present?(): string[]
}
interface Subscriptions {
  deps: ConnectionDeps
  principal: Principal
  outgoing: Outgoing
  /** A channel misses events that cannot be read now. */
  onStuck(): void
}

/** The channels one connection reads. Rights are checked at every subscribe. */
export function createSubscriptions({ deps, principal, outgoing, onStuck }: Subscriptions) {
  const feeds = new Map<string, Feed>()
  let closed = false

  const keep = (channel: string, feed: Feed) => {
    if (closed) feed.close()
    else feeds.set(channel, feed)
  }

  return {
    async subscribe(input: NonNullable<Command['subscribe']>, reply: Answer): Promise<void> {
      const { channel } = input
      if (feeds.has(channel)) return reply({ error: replyErrors.alreadySubscribed })
      if (feeds.size >= maxChannels) return reply({ error: replyErrors.limitExceeded })
      if (!(await deps.mayRead(principal, channel))) return reply({ error: replyErrors.permissionDenied })
      const conversationId = conversationOf(channel)
      if (conversationId === undefined) {
        keep(channel, await openNoticeFeed({ deps, channel, outgoing }))
        return reply({ subscribe: { recoverable: false, positioned: false, epoch: '', offset: 0 } })
      }
      const feed: ConversationFeed = await openConversationFeed({ deps, principal, channel, conversationId, outgoing, request: input, onStuck })
      keep(channel, feed)
      feed.begin((result) => reply({ subscribe: result }))
    },
    unsubscribe(channel: string): void {
      feeds.get(channel)?.close()
      feeds.delete(channel)
    },
    async history(input: NonNullable<Command['history']>, reply: Answer): Promise<void> {
      const conversationId = conversationOf(input.channel)
      if (conversationId === undefined || !feeds.has(input.channel)) return reply({ error: replyErrors.permissionDenied })
      const { events, offset, epoch } = await readPage({ deps, principal, conversationId, input })
      if (input.since?.epoch && input.since.epoch !== epoch) return reply({ error: replyErrors.unrecoverablePosition })
      reply({ history: { publications: events.map((logged) => ({ offset: logged.offset, data: logged.event })), epoch, offset } })
    },
    reads: (conversationId: string) => feeds.has(`conversation:${conversationId}`),
    presence(channel: string, reply: Answer): void {
      const present = feeds.get(channel)?.present?.()
      if (!present) return reply({ error: replyErrors.permissionDenied })
      reply({ presence: { presence: Object.fromEntries(present.map((user) => [user, { client: user, user }])) } })
    },
    presenceStats(channel: string, reply: Answer): void {
      const present = feeds.get(channel)?.present?.()
      if (!present) return reply({ error: replyErrors.permissionDenied })
      reply({ presence_stats: { num_clients: present.length, num_users: present.length } })
    },
    /** With a bus between processes, which may lose the last event of all. */
    catchUp(): void {
      if (deps.bus.capabilities.crossProcess) for (const feed of feeds.values()) feed.catchUp?.()
    },
    close(): void {
      closed = true
      for (const feed of feeds.values()) feed.close()
      feeds.clear()
    },
  }
}

interface ReadPage {
  deps: ConnectionDeps
  principal: Principal
  conversationId: string
  input: NonNullable<Command['history']>
}

/** Events after the position asked for, oldest first; in reverse those before it, newest first. */
async function readPage({ deps, principal, conversationId, input }: ReadPage) {
  const { limit: asked = -1, since, reverse = false } = input
  const limit = asked < 0 ? maxHistory : asked
  const read = (offset: number, most: number) => deps.readLog({ principal, conversationId, offset: Math.min(offset, largestOffset), limit: most })
  if (limit === 0) return { ...(await read(largestOffset, 1)), events: [] }
  if (!reverse) return read(since?.offset ?? 0, limit)
  const end = since?.offset ?? (await read(largestOffset, 1)).offset + 1
  // Offsets have no gaps, so that the page before `end` begins here.
  const start = Math.max(0, end - 1 - limit)
  const page = await read(start, limit)
  return { ...page, events: page.events.filter(({ offset }) => offset < end).toReversed() }
}

function conversationOf(channel: string): string | undefined {
  return channel.startsWith('conversation:') ? channel.slice('conversation:'.length) : undefined
}

/** A channel without a log: what is missed is read over HTTP. */
async function openNoticeFeed({ deps, channel, outgoing }: { deps: ConnectionDeps; channel: string; outgoing: Outgoing }): Promise<Feed> {
  const close = await deps.bus.subscribe(channel, (frame: BusFrame) => {
    if ('event' in frame) outgoing.sendIfReady(encode({ push: { channel, pub: { data: frame.event } } }))
  })
  return { close }
}
