import type { ClientInfo, Command, Publication, Receipt, Reply, SubscribeResult } from '@coachkit/contract'
import { participantIdOf } from '../domain/participant/participant-id.js'
import type { BusFrame, Principal } from '../ports/index.js'
import { createDeltaOrder } from './delta-order.js'
import { createDurableOrder } from './durable-order.js'
import type { Seat } from './presence.js'
import type { ConnectionDeps } from './realtime-deps.js'

/** Events in one subscribe reply; a reader further behind starts over. */
const maxRecovered = 300
/** Above any offset: asks for the log's position alone. */
const pastTheEnd = 2_147_483_647

interface OpenFeed {
  deps: ConnectionDeps
  principal: Principal
  channel: string
  conversationId: string
  reader: FeedReader
  request: NonNullable<Command['subscribe']>
  /** The reader misses events that cannot be read now: it must come back and recover. */
  onStuck(): void
}

/** Takes what a feed pushes. */
export interface FeedReader {
  send(push: Reply): void
  /** Takes it unless the reader lags; says whether it did. */
  sendIfReady(push: Reply): boolean
}

export interface ConversationFeed {
  /** Gives the subscribe result, and from then on pushes what follows it. */
  begin(reply: (result: SubscribeResult) => void): void
  /** Who reads it. */
  present(): string[]
  /** Looks for events that the bus of another process lost. */
  catchUp(): void
  close(): void
}

/**
 * One conversation as one reader sees it: listens to the bus first, then reads the log, so that nothing falls between.
 * Only contiguous offsets are pushed; a gap is filled from the log, because the bus is a hint.
 */
export async function openConversationFeed(input: OpenFeed): Promise<ConversationFeed> {
  const { deps, channel, reader } = input
  const early: BusFrame[] = []
  let onFrame = (frame: BusFrame): void => {
    early.push(frame)
  }
  const close = await deps.bus.subscribe(channel, (frame) => onFrame(frame))
  const { start, receipts } = await startingPoint(input).catch((error: unknown) => {
    close()
    throw error
  })
  const me = participantIdOf(input.principal)
  const seat: Seat = deps.presence.enter({ channel, conversationId: input.conversationId, principal: input.principal })
  const push = (publication: Publication): Reply => ({ push: { channel, pub: publication } })
  const durable = createDurableOrder({
    position: start.offset,
    push: (logged) => reader.send(push({ offset: logged.offset, data: logged.event })),
    read: (offset) => deps.readLog({ principal: input.principal, conversationId: input.conversationId, offset, limit: maxRecovered }),
    onStuck: input.onStuck,
  })
  const deltas = createDeltaOrder({
    snapshot: () => deps.snapshot(input.conversationId),
    push: (event) => reader.sendIfReady(push({ data: event })),
    askAgain: () => {
      if (deps.bus.capabilities.crossProcess) deps.bus.publish(channel, { kind: 'recap' })
    },
  })
  const acceptEphemeral = (event: Extract<BusFrame, { kind: 'ephemeral' }>['event']): void => {
    if (event.type === 'message.started' || event.type === 'message.delta') return deltas.accept(event)
    // Who writes knows it.
    if (event.type !== 'typing' || event.participantId !== me) reader.sendIfReady(push({ data: event }))
  }
  const accept = (frame: BusFrame): void => {
    if (frame.kind === 'durable') return durable.accept(frame)
    if (frame.kind === 'ephemeral') return acceptEphemeral(frame.event)
    if (frame.kind !== 'doorbell') return
    if (frame.offset !== undefined) return durable.ring(frame.offset)
    durable.catchUp()
    deltas.lack()
  }

  return {
    close() {
      close()
      seat.leave()
    },
    present: seat.list,
    catchUp: durable.catchUp,
    begin(reply) {
      const streams = deps.snapshot(input.conversationId)
      deltas.startFrom(streams)
      reply({ ...start, data: { streams, receipts, present: seat.list() } })
      // Deltas that came early are part of the snapshot; durable events after the log's position are not.
      for (const frame of early) if (frame.kind !== 'ephemeral' || !isOfAnswer(frame.event)) accept(frame)
      onFrame = accept
      if (input.request.join_leave) {
        seat.listen((change, user) =>
          reader.sendIfReady(change === 'join' ? { push: { channel, join: info(user) } } : { push: { channel, leave: info(user) } }),
        )
      }
      // Another process may be writing an answer: its beginning comes as a piece like any other.
      if (streams.length === 0) deltas.lack()
    },
  }
}

function info(user: string): { info: ClientInfo } {
  return { info: { client: user, user } }
}

function isOfAnswer({ type }: { type: string }): boolean {
  return type === 'message.started' || type === 'message.delta'
}

async function startingPoint({ deps, principal, conversationId, request }: OpenFeed): Promise<{ start: SubscribeResult; receipts: Receipt[] }> {
  const base = { recoverable: true, positioned: true }
  if (!request.recover) {
    const { offset, epoch, receipts } = await deps.readStart({ principal, conversationId, offset: pastTheEnd, limit: 1 })
    return { start: { ...base, offset, epoch }, receipts }
  }
  const from = request.offset ?? 0
  const { events, offset, epoch, receipts } = await deps.readStart({ principal, conversationId, offset: Math.min(from, pastTheEnd), limit: maxRecovered })
  const recovered = epoch === request.epoch && from <= offset && (events.at(-1)?.offset ?? from) === offset
  const position = { ...base, offset, epoch, recovered, was_recovering: true }
  if (!recovered) return { start: position, receipts }
  return { start: { ...position, publications: events.map((logged) => ({ offset: logged.offset, data: logged.event })) }, receipts }
}
