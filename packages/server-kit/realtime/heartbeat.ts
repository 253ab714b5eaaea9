import { pingSeconds, pongTimeoutMs } from '@coachkit/contract'
import type { Connection } from './connection.js'

export interface HeartbeatOptions {
  pingMs?: number
  pongMs?: number
  /** How long a client may take to say who it is. */
  connectMs?: number
}

interface Beat {
  nextPing: number
  /** When the answer to the last ping is due. */
  pongDue: number | undefined
  connectDue: number
}

const connectMs = 10_000

/** One timer for all connections: pings them in turn and ends those that do not answer. */
export function createHeartbeat(connections: Set<Connection>, options: HeartbeatOptions = {}) {
  const { pingMs = pingSeconds * 1000, pongMs = pongTimeoutMs, connectMs: patience = connectMs } = options
  const beats = new WeakMap<Connection, Beat>()
  const tickMs = Math.max(5, Math.min(1000, pingMs / 5, pongMs / 2, patience / 2))
  let lastTick = performance.now()
  const timer = setInterval(tick, tickMs)
  timer.unref()

  function tick(): void {
    const now = performance.now()
    // A stalled event loop is our fault, not the clients': what was due meanwhile gets that time on top.
    const late = Math.max(0, now - lastTick - tickMs)
    lastTick = now
    for (const connection of connections) {
      const beat = beats.get(connection)
      if (beat) check(connection, beat, now, late)
    }
  }

  function checkUnknown(connection: Connection, beat: Beat, now: number, late: number): void {
    beat.connectDue += late
    // Who waits for our answer is not to blame for how long that takes, as when all come back at once.
    if (now > beat.connectDue && !connection.isBeingAnswered()) connection.disconnect('stale')
  }

  function check(connection: Connection, beat: Beat, now: number, late: number): void {
    if (!connection.isConnected()) return checkUnknown(connection, beat, now, late)
    if (beat.pongDue !== undefined) {
      if (connection.takePong()) beat.pongDue = undefined
      else if (now > beat.pongDue + late) return connection.disconnect('noPong')
    }
    if (now < beat.nextPing) return
    beat.nextPing = now + pingMs
    beat.pongDue ??= now + pongMs
    connection.ping()
  }

  return {
    pingSeconds: Math.max(1, Math.round(pingMs / 1000)),
    watch(connection: Connection) {
      const now = performance.now()
      beats.set(connection, { nextPing: now + pingMs, pongDue: undefined, connectDue: now + patience })
    },
    stop: () => clearInterval(timer),
  }
}
