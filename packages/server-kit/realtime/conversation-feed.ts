import type { Command, Publication, SubscribeResult } from '@coachkit/contract'
import type { BusFrame, Principal } from '../ports/index.js'
import { createDeltaOrder } from './delta-order.js'
import { createDurableOrder } from './durable-order.js'
import type { Outgoing } from './outgoing.js'
import type { RealtimeDeps } from './realtime-deps.js'
import { encode } from './transport.js'

/** Events in one subscribe reply; a reader further behind starts over. */
const maxRecovered = 300
/** Above any offset: asks for the log's position alone. */
const pastTheEnd = 2_147_483_647

interface OpenFeed {
  deps: RealtimeDeps
  principal: Principal
  channel: string
  conversationId: string
  outgoing: Outgoing
  request: NonNullable<Command['subscribe']>
  /** The reader misses events that cannot be read now: it must come back and recover. */
  onStuck(): void
}

export interface ConversationFeed {
  /** Gives the subscribe result, and from then on pushes what follows it. */
  begin(reply: (result: SubscribeResult) => void): void
  /** Looks for events that the bus of another process lost. */
  catchUp(): void
  close(): void
}

/**
 * One conversation as one reader sees it: listens to the bus first, then reads the log, so that nothing falls between.
 * Only contiguous offsets are pushed; a gap is filled from the log, because the bus is a hint.
 */
export async function openConversationFeed(input: OpenFeed): Promise<ConversationFeed> {
  const { deps, channel, outgoing } = input
  const early: BusFrame[] = []
  let onFrame = (frame: BusFrame): void => {
    early.push(frame)
  }
  const close = await deps.bus.subscribe(channel, (frame) => onFrame(frame))
  const start = await startingPoint(input).catch((error: unknown) => {
    close()
    throw error
  })
  const push = (publication: Publication) => encode({ push: { channel, pub: publication } })
  const durable = createDurableOrder({
    position: start.offset,
    push: (logged) => outgoing.send(push({ offset: logged.offset, data: logged.event })),
    read: (offset) => deps.readLog({ principal: input.principal, conversationId: input.conversationId, offset, limit: maxRecovered }),
    onStuck: input.onStuck,
  })
  const deltas = createDeltaOrder({
    snapshot: () => deps.snapshot(input.conversationId),
    push: (event) => outgoing.sendIfReady(push({ data: event })),
    askAgain: () => {
      if (deps.bus.capabilities.crossProcess) deps.bus.publish(channel, { kind: 'recap' })
    },
  })
  const accept = (frame: BusFrame): void => {
    if (frame.kind === 'durable') return durable.accept(frame)
    if (frame.kind === 'ephemeral') {
      if (frame.event.type === 'message.started' || frame.event.type === 'message.delta') deltas.accept(frame.event)
    } else if (frame.kind === 'doorbell') {
      if (frame.offset !== undefined) return durable.ring(frame.offset)
      durable.catchUp()
      deltas.lack()
    }
  }

  return {
    close,
    catchUp: durable.catchUp,
    begin(reply) {
      const streams = deps.snapshot(input.conversationId)
      deltas.startFrom(streams)
      reply({ ...start, data: { streams } })
      // Deltas that came early are part of the snapshot; durable events after the log's position are not.
      for (const frame of early) if (frame.kind !== 'ephemeral') accept(frame)
      onFrame = accept
      // Another process may be writing an answer: its beginning comes as a piece like any other.
      if (streams.length === 0) deltas.lack()
    },
  }
}

async function startingPoint({ deps, principal, conversationId, request }: OpenFeed): Promise<SubscribeResult> {
  const base = { recoverable: true, positioned: true }
  if (request.recover) {
    const from = request.offset ?? 0
    const log = await deps.readLog({ principal, conversationId, offset: Math.min(from, pastTheEnd), limit: maxRecovered })
    const whole = log.epoch === request.epoch && from <= log.offset && (log.events.at(-1)?.offset ?? from) === log.offset
    const { offset, epoch } = log
    if (!whole) return { ...base, offset, epoch, recovered: false, was_recovering: true }
    return {
      ...base,
      offset,
      epoch,
      recovered: true,
      was_recovering: true,
      publications: log.events.map((logged) => ({ offset: logged.offset, data: logged.event })),
    }
  }
  const { offset, epoch } = await deps.readLog({ principal, conversationId, offset: pastTheEnd, limit: 1 })
  return { ...base, offset, epoch }
}
