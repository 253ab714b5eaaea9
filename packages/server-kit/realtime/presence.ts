import { isOnlooker, participantIdOf } from '../domain/participant/participant-id.js'
import type { Bus, BusFrame, Principal } from '../ports/index.js'

/** How often an instance says again who is there, a part of its channels each second. */
const announceMs = 30_000
/** After how long the word of an instance that says nothing more is dropped. */
const expiryMs = 75_000
const tickMs = 1000
/** Of one channel and instance; more people do not write in one conversation. */
const mostTold = 100

export type PresenceChange = 'join' | 'leave'
type OnChange = (change: PresenceChange, participantId: string) => void

/** One connection's place in a channel. */
export interface Seat {
  /** Who is there, this connection's participant with them. */
  list(): string[]
  /** Tells of others that come and go from now on. */
  listen(onChange: OnChange): void
  leave(): void
}
export interface Presence {
  enter(input: { channel: string; conversationId: string; principal: Principal }): Seat
  /** Tells, now and at each change, how many are there, without being there. Returns how to end it. */
  watch(input: { channel: string; onCount(present: number): void }): () => void
  stop(): void
}

interface Room {
  /** Connections of each participant on this instance. */
  local: Map<string, number>
  /** What other instances said. */
  remote: Map<string, { participants: string[]; saidAt: number }>
  present: Set<string>
  listeners: Set<OnChange>
  seats: number
  unlisten: Promise<() => void>
}
interface PresenceDeps {
  bus: Bus
  node: string
  /** The last connection of a participant on this instance is gone. */
  onLeft(left: { creatorId: string; conversationId: string; participantId: string }): void
  now?: () => number
}

/**
 * Who reads which conversation, on all instances together, each participant once. Nothing is stored: instances tell each other all they
 * have of a channel, at each change and again and again, and what an instance said expires.
 */
export function createPresence({ bus, node, onLeft, now = () => performance.now() }: PresenceDeps): Presence {
  const rooms = new Map<string, Room>()
  const shared = bus.capabilities.crossProcess
  let tick = 0
  const timer = shared ? setInterval(sayAgain, tickMs) : undefined
  timer?.unref()

  function say(channel: string, { local }: Room, asks?: true): void {
    if (!shared) return
    bus.publish(channel, { kind: 'presence', node, participants: [...local.keys()].slice(0, mostTold), ...(asks ? { asks } : {}) })
  }

  function hear(channel: string, room: Room, frame: BusFrame): void {
    if (frame.kind === 'doorbell' && frame.offset === undefined) return say(channel, room, true)
    if (frame.kind !== 'presence' || frame.node === node) return
    if (frame.participants.length === 0) room.remote.delete(frame.node)
    else room.remote.set(frame.node, { participants: frame.participants, saidAt: now() })
    settle(room)
    if (frame.asks && room.local.size > 0) say(channel, room)
  }

  function settle(room: Room): void {
    const present = new Set([...room.local.keys(), ...[...room.remote.values()].flatMap(({ participants }) => participants)])
    const before = room.present
    room.present = present
    for (const participantId of present) if (!before.has(participantId)) tell(room, 'join', participantId)
    for (const participantId of before) if (!present.has(participantId)) tell(room, 'leave', participantId)
  }

  function tell(room: Room, change: PresenceChange, participantId: string): void {
    for (const onChange of [...room.listeners]) onChange(change, participantId)
  }

  function sayAgain(): void {
    const slices = announceMs / tickMs
    tick = (tick + 1) % slices
    let at = 0
    for (const [channel, room] of rooms) {
      at += 1
      if (at % slices !== tick) continue
      if (room.local.size > 0) say(channel, room)
      for (const [other, { saidAt }] of room.remote) if (now() - saidAt > expiryMs) room.remote.delete(other)
      settle(room)
    }
  }

  function open(channel: string): Room {
    const room: Room = { local: new Map(), remote: new Map(), present: new Set(), listeners: new Set(), seats: 0, unlisten: Promise.resolve(() => undefined) }
    rooms.set(channel, room)
    if (shared) room.unlisten = bus.subscribe(channel, (frame) => hear(channel, room, frame))
    return room
  }

  /** A place in a room, which is there while anybody has one. */
  function take(channel: string): { room: Room; known: boolean; leave(): void } {
    const known = rooms.get(channel)
    const room = known ?? open(channel)
    room.seats += 1
    const leave = () => {
      room.seats -= 1
      if (room.seats > 0) return
      rooms.delete(channel)
      void room.unlisten.then((unlisten) => unlisten())
    }
    return { room, known: known !== undefined, leave }
  }

  return {
    watch({ channel, onCount }) {
      const { room, known, leave } = take(channel)
      const onChange = () => onCount(room.present.size)
      room.listeners.add(onChange)
      if (!known) void room.unlisten.then(() => say(channel, room, true))
      onChange()
      return () => {
        if (room.listeners.delete(onChange)) leave()
      }
    },
    enter({ channel, conversationId, principal }) {
      const { room, known, leave } = take(channel)
      const participantId = participantIdOf(principal)
      const silent = isOnlooker(principal)
      if (!silent) {
        const connections = room.local.get(participantId) ?? 0
        room.local.set(participantId, connections + 1)
        if (connections === 0) settle(room)
        if (known && connections === 0) say(channel, room)
      }
      if (!known) void room.unlisten.then(() => say(channel, room, true))
      let onChange: OnChange | undefined
      let left = false
      return {
        list: () => [...room.present],
        listen(given) {
          onChange = given
          room.listeners.add(given)
        },
        leave() {
          if (left) return
          left = true
          if (onChange) room.listeners.delete(onChange)
          if (!silent) leaveLocal()
          leave()
        },
      }

      function leaveLocal(): void {
        const connections = (room.local.get(participantId) ?? 1) - 1
        if (connections > 0) return void room.local.set(participantId, connections)
        room.local.delete(participantId)
        settle(room)
        say(channel, room)
        onLeft({ creatorId: principal.creatorId, conversationId, participantId })
      }
    },
    stop: () => clearInterval(timer),
  }
}
