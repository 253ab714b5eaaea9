import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import type { Principal } from '../ports/index.js'
import { type Connection, type ConnectionOrigin, createConnection } from './connection.js'
import { createEmulation } from './emulation.js'
import { type Follower, followConversation } from './follow-conversation.js'
import { createHeartbeat, type HeartbeatOptions } from './heartbeat.js'
import { createPresence } from './presence.js'
import type { RealtimeDeps } from './realtime-deps.js'
import type { Transport } from './transport.js'
import { watchRights } from './watch-rights.js'
import { createSockets } from './websocket.js'

const aHandful = 10

/** Serves the realtime protocol over WebSocket, HTTP-stream and SSE. */
export interface RealtimeServer {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Answers `/v1/realtime/{http-stream,sse,emulation}`; `undefined` for any other path. `address` is whose request it is. */
  fetch(request: Request, path: string, address?: string): Promise<Response | undefined>
  /** Follows a conversation that the principal may read, for whoever serves it another way. */
  follow(input: { principal: Principal; conversationId: string; signal: AbortSignal }): Promise<Follower>
  /** Tells, now and at each change, whether anybody reads a conversation, on any instance. Returns how to end it. Nobody leaves a server that stops. */
  watchReaders(input: { conversationId: string; onChange(isRead: boolean): void }): () => void
  connectionCount(): number
  /** Of those who `follow`. */
  followerCount(): number
  /** Tells every client to come back later, spread over the time given, and ends the connections. */
  drain(options: { withinMs: number }): Promise<void>
  /** Ends those who follow, once no answer is written here any more. */
  endFollowing(): void
}

export function createRealtimeServer(given: RealtimeDeps, options: { heartbeat?: HeartbeatOptions; rightsMs?: number } = {}): RealtimeServer {
  const node = randomUUID()
  const presence = createPresence({ bus: given.bus, node, onLeft: given.onLeft })
  const deps = { ...given, presence }
  const connections = new Set<Connection>()
  const heartbeat = createHeartbeat(connections, options.heartbeat)
  const followers = new Set<Follower>()
  const watched = () => [...connections, ...followers]
  const rights = watchRights({ connections: watched, recheck: deps.recheck, logger: deps.logger, everyMs: options.rightsMs })
  let draining = false

  const open = (transport: Transport, origin: ConnectionOrigin): Connection => {
    const connection = createConnection({ deps, transport, origin, node, pingSeconds: heartbeat.pingSeconds, onEnd: () => connections.delete(connection) })
    connections.add(connection)
    heartbeat.watch(connection)
    return connection
  }
  const sockets = createSockets({ open, mayConnect: deps.origins.mayPreflight, admit: deps.admit, accepting: () => !draining })
  const emulation = createEmulation({ bus: deps.bus, node, open, accepting: () => !draining })

  return {
    handleUpgrade: sockets.handleUpgrade,
    fetch: emulation.fetch,
    async follow(input) {
      const follower = await followConversation({ deps, ...input, onEnd: (ended) => followers.delete(ended) })
      followers.add(follower)
      return follower
    },
    watchReaders: ({ conversationId, onChange }) =>
      presence.watch({ channel: `conversation:${conversationId}`, onCount: (present) => void (draining || onChange(present > 0)) }),
    connectionCount: () => connections.size,
    followerCount: () => followers.size,
    endFollowing() {
      for (const follower of followers) follower.disconnect()
    },
    async drain({ withinMs }) {
      draining = true
      await disconnectSpread([...connections], withinMs)
      heartbeat.stop()
      rights.stop()
      presence.stop()
      sockets.close()
      emulation.stop()
    },
  }
}

/** Each at a moment of its own, so that the clients do not come back all at once. A handful need not wait. */
async function disconnectSpread(connections: Connection[], withinMs: number): Promise<void> {
  const patience = connections.length > aHandful ? withinMs : 0
  await Promise.all(
    connections.map(async (connection) => {
      if (patience > 0) await wait(Math.random() * patience)
      connection.disconnect('shutdown')
    }),
  )
}
