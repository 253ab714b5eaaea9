import { randomUUID } from 'node:crypto'
import { CoachError, type Command, command as commandSchema, connectData, disconnectCodes, protocolVersion, type Reply, replyErrors } from '@coachkit/contract'
import type { CallingPage } from '../domain/origin/calling-page.js'
import { participantIdOf } from '../domain/participant/participant-id.js'
import type { Principal } from '../ports/index.js'
import { commandAllowance } from './command-allowance.js'
import { createOutgoing } from './outgoing.js'
import type { ConnectionDeps } from './realtime-deps.js'
import { createSubscriptions } from './subscriptions.js'
import { type Answer, type DisconnectReason, encode, type Transport } from './transport.js'

export interface Connection {
  readonly id: string
  /** Frames as they came: commands, one a line. */
  receive(text: string): void
  /** Also has its channels catch up with the log. */
  ping(): void
  /** Whether a pong came since it was last asked. */
  takePong(): boolean
  isConnected(): boolean
  /** It has said who it is, and is not answered yet. */
  isBeingAnswered(): boolean
  /** Who it is, once it has said so. */
  principal(): Principal | undefined
  disconnect(reason: DisconnectReason): void
  /** The transport is gone. */
  ended(): void
}

type Subscriptions = ReturnType<typeof createSubscriptions>

/** Where a connection comes from. */
export interface ConnectionOrigin {
  /** The page that opened it. */
  page: CallingPage
  /** Whose it is, as one key, where that is known. */
  address: string | undefined
  /** How its program calls itself. */
  device: string | undefined
}

interface CreateConnection {
  deps: ConnectionDeps
  transport: Transport
  origin: ConnectionOrigin
  node: string
  pingSeconds: number
  onEnd(): void
}

/** Commands waiting for their turn; more is a client that does not listen. */
const maxWaiting = 256

/** One client, whatever carries it: runs its commands in order and sends what its channels publish. */
export function createConnection({ deps, transport, origin, node, pingSeconds, onEnd }: CreateConnection): Connection {
  const id = randomUUID()
  const gone = new AbortController()
  const allowance = commandAllowance()
  const outgoing = createOutgoing({ transport, gone: gone.signal, onOverflow: () => disconnect('slow') })
  let principal: Principal | undefined
  let connecting = false
  let beingAnswered = false
  let subscriptions: Subscriptions | undefined
  let ponged = false
  let waiting = 0
  let turn = Promise.resolve()

  function disconnect(reason: DisconnectReason): void {
    if (gone.signal.aborted) return
    const { code, reason: text } = disconnectCodes[reason]
    ended()
    transport.close({ code, reason: text })
  }

  function ended(): void {
    if (gone.signal.aborted) return
    gone.abort()
    subscriptions?.close()
    onEnd()
  }

  function receive(text: string): void {
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue
      const frame = parseJson(line)
      if (isPong(frame)) {
        ponged = true
        continue
      }
      const parsed = commandSchema.safeParse(frame)
      if (!parsed.success) return disconnect('badRequest')
      accept(parsed.data)
    }
  }

  function accept(command: Command): void {
    // Nothing comes of it, but that it counts.
    if (command.id === undefined && command.send) return void allowance.take()
    if (command.id === undefined || waiting >= maxWaiting) return disconnect('badRequest')
    const reply = replier(command.id)
    if (!allowance.take()) return reply({ error: replyErrors.tooManyRequests })
    waiting += 1
    turn = inTurn(turn, command, reply)
  }

  async function inTurn(earlier: Promise<void>, command: Command, reply: Answer): Promise<void> {
    // Nothing is before it: it need not wait for a turn of the event loop either.
    if (waiting > 1) await earlier
    try {
      if (!gone.signal.aborted) await run(command, reply)
    } catch (error) {
      deps.logger.error('realtime.command_failed', { connectionId: id, error: error instanceof Error ? error.name : 'unknown' })
      reply({ error: replyErrors.internal })
    }
    waiting -= 1
  }

  async function run(command: Command, reply: Answer): Promise<void> {
    if (command.connect) {
      beingAnswered = true
      return connect(command.connect, reply).finally(() => {
        beingAnswered = false
      })
    }
    if (!principal || !subscriptions) return disconnect('badRequest')
    if (command.rpc) return reply(await rpc(principal, command.rpc))
    if (command.refresh) return refresh(principal, command.refresh.token, reply)
    return runOnChannels(subscriptions, command, reply)
  }

  async function runOnChannels(channels: Subscriptions, command: Command, reply: Answer): Promise<void> {
    if (command.subscribe) return channels.subscribe(command.subscribe, reply)
    if (command.history) return channels.history(command.history, reply)
    if (command.presence) return channels.presence(command.presence.channel, reply)
    if (command.presence_stats) return channels.presenceStats(command.presence_stats.channel, reply)
    if (command.unsubscribe) {
      channels.unsubscribe(command.unsubscribe.channel)
      return reply({ unsubscribe: {} })
    }
    if (command.ping) return reply({ ping: {} })
    return reply({ error: command.publish ? replyErrors.permissionDenied : replyErrors.methodNotFound })
  }

  async function connect({ token, data, subs = {} }: NonNullable<Command['connect']>, reply: Answer): Promise<void> {
    if (connecting) return disconnect('badRequest')
    connecting = true
    if (token === undefined) return disconnect('invalidToken')
    const found = await deps.takeTicket(token)
    if (gone.signal.aborted) return
    // A ticket is used once, so that a client that comes back has an old one: this tells it to get another.
    if (!found) return reply({ error: replyErrors.tokenExpired })
    if (!(await deps.origins.mayCall(origin.page, { id: found.principal.creatorId }))) return disconnect('permissionDenied')
    if (gone.signal.aborted) return
    principal = found.principal
    const channels = createSubscriptions({ deps, principal: () => principal ?? found.principal, outgoing, onStuck: () => disconnect('insufficientState') })
    subscriptions = channels
    const begun = { client: id, version, ping: pingSeconds, pong: true, session: id, node, ...lifeOf(found) }
    const asked = new Set(connectData.safeParse(data).data?.channels)
    if (asked.size === 0) return reply({ connect: begun })
    await channels.subscribeAll(
      [...asked].map((channel) => ({ channel, ...subs[channel] })),
      (opened) => reply({ connect: { ...begun, subs: opened } }),
    )
  }

  /** The same person goes on, on another credential. */
  async function refresh(before: Principal, token: string | undefined, reply: Answer): Promise<void> {
    const found = token === undefined ? undefined : await deps.takeTicket(token)
    if (!found) return reply({ error: replyErrors.tokenExpired })
    if (!isSame(before, found.principal)) return disconnect('invalidToken')
    principal = found.principal
    reply({ refresh: { client: id, version, ...lifeOf(found) } })
  }

  async function rpc(caller: Principal, { method, data }: NonNullable<Command['rpc']>) {
    try {
      const reads = (conversationId: string) => subscriptions?.reads(conversationId) ?? false
      const from = { address: origin.address, page: origin.page.origin, device: origin.device }
      const result = await deps.invoke({ method, data, principal: caller, ...from, requestId: randomUUID(), signal: gone.signal, reads })
      return { rpc: { data: result ?? {} } }
    } catch (error) {
      if (!CoachError.isInstance(error)) throw error
      const { status, code, retryable, details } = error
      return { error: { code: status, message: code, temporary: retryable, ...(details ? { details } : {}) } }
    }
  }

  function replier(commandId: number): Answer {
    return (body) => outgoing.send(encode({ id: commandId, ...body } as Reply))
  }

  return {
    id,
    receive,
    disconnect,
    ended,
    isConnected: () => principal !== undefined,
    isBeingAnswered: () => beingAnswered,
    principal: () => principal,
    ping() {
      outgoing.send('{}')
      subscriptions?.catchUp()
    },
    takePong() {
      const answered = ponged
      ponged = false
      return answered
    },
  }
}

/** How long a connection lives without a refresh; nothing where its credential has no end of its own. */
function lifeOf({ endsAt }: { endsAt?: Date }): { expires?: true; ttl?: number } {
  return endsAt ? { expires: true, ttl: Math.max(1, Math.floor((endsAt.getTime() - Date.now()) / 1000)) } : {}
}

/** Whose rights to a conversation are the other's. */
function isSame(before: Principal, now: Principal): boolean {
  if (before.creatorId !== now.creatorId) return false
  if (before.kind === 'visitor' && now.kind === 'visitor') return before.sessionId === now.sessionId
  return participantIdOf(before) === participantIdOf(now)
}

const version = `coachkit ${protocolVersion}`

/** An empty object, and nothing that merely has no field we know. */
function isPong(frame: unknown): boolean {
  return typeof frame === 'object' && frame !== null && !Array.isArray(frame) && Object.keys(frame).length === 0
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
