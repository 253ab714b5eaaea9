import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { CoachServer } from '../coach-server.js'

export interface ShutdownOptions {
  /** Milliseconds for all of it. Default: 25,000, below the 30 s after which orchestrators kill. */
  withinMs?: number
  /** What begins it. Default: SIGTERM and SIGINT; none where the framework calls `shutdown` itself. */
  signals?: readonly NodeJS.Signals[]
}
export interface Shutdown {
  /** Begins, or joins what began. */
  shutdown(): Promise<void>
  /** Resolves when it is done, whoever began it: close your own resources then. Nothing of the kit keeps the process alive any more. */
  finished: Promise<void>
}

/** The part of the time that is kept for what follows the answers. */
const closingMs = 5000

/**
 * Stops a server without losing anything acknowledged: drains the coach while the server still answers, then takes no more requests, lets
 * those under way end, and closes. What takes longer than `withinMs` is handed to other instances, or to this one after its restart.
 *
 * @example
 * const { finished } = createShutdown(server, coach)
 * await finished
 */
export function createShutdown(server: Server, coach: CoachServer, options: ShutdownOptions = {}): Shutdown {
  const { withinMs = 25_000, signals = ['SIGTERM', 'SIGINT'] } = options
  let under: Promise<void> | undefined
  let begin = (): void => undefined
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const shutdown = () => {
    under ??= stopAll(server, coach, withinMs)
    begin()
    return under
  }
  // A failure is told to whoever waits for the end; a signal waits for nothing.
  for (const signal of signals) process.on(signal, () => void shutdown().catch(() => undefined))
  return { shutdown, finished: begun.then(() => under) }
}

async function stopAll(server: Server, coach: CoachServer, withinMs: number): Promise<void> {
  // Who comes again comes over a new connection, which a balancer sends elsewhere.
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    response.shouldKeepAlive = false
  })
  const restMs = Math.min(closingMs, withinMs / 2)
  await coach.drain({ withinMs: withinMs - restMs })
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const late = new AbortController()
  await Promise.race([closed, wait(restMs / 2, undefined, { signal: late.signal })]).finally(() => late.abort())
  await coach.stop()
  server.closeAllConnections()
}
