import { randomUUID } from 'node:crypto'
import * as z from 'zod/mini'
import type { Bus, BusFrame } from '../ports/index.js'

/** How long another instance may take; then the client connects anew. */
const patienceMs = 2000
/** In UTF-16 units: small enough for any bus, however it is written. */
const mostInFrame = 1000
/** What was posted and has not come whole is forgotten after this many newer posts; and as many are known not to be taken twice. */
const mostKnown = 1000

interface Forwarding {
  bus: Bus
  node: string
  /** Gives commands to a connection here; says whether there is one. */
  deliver(session: string, commands: string): boolean
}

type Part = Extract<BusFrame, { kind: 'commands' }>

/** Passes what a client posted on to the instance that holds its connection. */
export function createForwarding({ bus, node, deliver }: Forwarding) {
  const waiting = new Map<string, (taken: boolean) => void>()
  const arriving = new Map<string, Map<number, string>>()
  const outcomes = new Map<string, boolean>()
  let listening: Promise<() => void> | undefined

  function listen(): void {
    if (bus.capabilities.crossProcess) listening ??= bus.subscribe(`node:${node}`, hear)
  }

  function hear(frame: BusFrame): void {
    if (frame.kind === 'commands-taken') waiting.get(frame.post)?.(frame.taken)
    if (frame.kind === 'commands') collect(frame)
  }

  function collect({ post, from, session, part, parts, data }: Part): void {
    const known = outcomes.get(post)
    if (known !== undefined) return answer(from, post, known)
    const pieces = arriving.get(post) ?? new Map<number, string>()
    keep(arriving, post, pieces.set(part, data))
    if (pieces.size < parts) return
    arriving.delete(post)
    const taken = deliver(session, Array.from({ length: parts }, (_, at) => pieces.get(at) ?? '').join(''))
    keep(outcomes, post, taken)
    answer(from, post, taken)
  }

  function answer(to: string, post: string, taken: boolean): void {
    bus.publish(`node:${to}`, { kind: 'commands-taken', post, taken })
  }

  return {
    listen,
    /** Whether the instance `to` had the connection. */
    async forward({ node: to, session, data }: { node: string | undefined; session: string; data: string }): Promise<boolean> {
      if (!bus.capabilities.crossProcess || to === node || !z.uuid().safeParse(to).success) return false
      listen()
      await listening
      const post = randomUUID()
      const parts = Math.max(1, Math.ceil(data.length / mostInFrame))
      return new Promise<boolean>((resolve) => {
        const settle = (taken: boolean) => {
          clearTimeout(timer)
          waiting.delete(post)
          resolve(taken)
        }
        const timer = setTimeout(settle, patienceMs, false)
        waiting.set(post, settle)
        for (let part = 0; part < parts; part += 1) {
          const piece = data.slice(part * mostInFrame, (part + 1) * mostInFrame)
          bus.publish(`node:${to}`, { kind: 'commands', post, from: node, session, part, parts, data: piece })
        }
      })
    },
    stop(): void {
      for (const settle of [...waiting.values()]) settle(false)
      void listening?.then((close) => close())
    },
  }
}

/** Sets, and forgets the oldest beyond the bound. */
function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > mostKnown && oldest !== undefined) map.delete(oldest)
}
