import type { Command, Publication, Reply, SubscribeResult } from '@coachkit/contract'
import type { Link } from './link.js'
import { openLink, type TransportName } from './transports.js'

export type ConnectionState = 'idle' | 'connecting' | 'open' | 'reconnecting' | 'offline' | 'closed'
export interface ChannelListener {
  onSubscribed(result: SubscribeResult): void
  onPublication(publication: Publication): void
  onPresence?(change: 'join' | 'leave', participantId: string): void
  onState(state: ConnectionState): void
  onError(code: number): void
}
export interface Subscription {
  /** Asks for the state again, as after a gap. */
  refresh(): void
  /** Runs a route over the connection, if it is open; nobody hears what became of it. */
  say(method: string, data: unknown): void
  close(): void
}
export interface Realtime {
  subscribe(channel: string, listener: ChannelListener): Subscription
}
interface Channel {
  listeners: Set<ChannelListener>
  /** Those that have not been told a state yet: to them nothing is recovered. */
  fresh: Set<ChannelListener>
  epoch?: string
  offset?: number
}
interface Options {
  baseUrl: string
  fetch: typeof fetch
  transports: readonly TransportName[]
  ticket(): Promise<string>
}

/** How late a ping may be. What says nothing for longer is gone, whatever its socket says. */
const lateMs = 10_000
/** Attempts with a transport that worked, before the next one is tried. */
const patience = 3

/** One shared connection, open while a channel is subscribed; it reconnects and resumes by itself. */
export function createRealtime(options: Options): Realtime {
  return new Connection(options)
}

class Connection implements Realtime {
  readonly #options: Options
  readonly #channels = new Map<string, Channel>()
  /** The channels whose subscribe replies are due; an unsubscribe waits for nothing. */
  readonly #waiting = new Map<number, string | undefined>()
  #connecting = 0
  #link: Link | undefined
  #session: { session?: string | undefined; node?: string | undefined } = {}
  #state: ConnectionState = 'idle'
  #generation = 0
  #id = 0
  #attempt = 0
  #transport = 0
  #proven = false
  #refused = 0
  #silentMs = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #watchdog: ReturnType<typeof setTimeout> | undefined
  /** Until when something must be heard, in the clock of `performance`. */
  #patientUntil = 0
  readonly #onOnline = () => this.#reconnect(0)
  readonly #onOffline = () => {
    this.#drop()
    this.#set('offline')
  }

  constructor(options: Options) {
    this.#options = options
  }

  subscribe(name: string, listener: ChannelListener): Subscription {
    const channel = this.#channels.get(name)
    if (channel) {
      channel.listeners.add(listener)
      channel.fresh.add(listener)
    } else this.#channels.set(name, { listeners: new Set([listener]), fresh: new Set([listener]) })
    if (this.#state === 'idle' || this.#state === 'closed') {
      globalThis.window?.addEventListener('online', this.#onOnline)
      globalThis.window?.addEventListener('offline', this.#onOffline)
      this.#refused = 0
      this.#set('connecting')
      void this.#connect()
    } else {
      listener.onState(this.#state)
      if (this.#state === 'open') this.#rejoin(name)
    }
    const say = (method: string, data: unknown) => this.#state === 'open' && this.#send({ rpc: { method, data } })
    return { refresh: () => this.#rejoin(name), say, close: () => this.#leave(name, listener) }
  }

  #leave(name: string, listener: ChannelListener): void {
    const channel = this.#channels.get(name)
    if (!channel?.listeners.delete(listener) || channel.listeners.size > 0) return
    this.#channels.delete(name)
    if (this.#channels.size > 0) return this.#send({ unsubscribe: { channel: name } })
    this.#end('idle')
  }

  #end(state: ConnectionState): void {
    this.#drop()
    globalThis.window?.removeEventListener('online', this.#onOnline)
    globalThis.window?.removeEventListener('offline', this.#onOffline)
    this.#set(state)
  }

  async #connect(): Promise<void> {
    const generation = ++this.#generation
    const current = () => generation === this.#generation
    let token: string
    try {
      token = await this.#options.ticket()
    } catch (error) {
      const retry = !(error instanceof Error && 'retryable' in error && error.retryable === false)
      if (current()) retry ? this.#reconnect() : this.#end('closed')
      return
    }
    if (!current()) return
    this.#watch(5000)
    this.#connecting = ++this.#id
    try {
      this.#link = openLink(this.#options.transports[this.#transport] ?? 'http-stream', {
        ...this.#options,
        connect: JSON.stringify({ id: this.#connecting, connect: { token, name: 'coachkit-js' } } satisfies Command),
        onFrames: (frames) => current() && this.#receive(frames),
        onClose: (code) => current() && this.#closed(code),
        emulation: () => this.#session,
      })
    } catch {
      this.#closed(0)
    }
  }

  #receive(frames: string): void {
    for (const line of frames.split('\n')) if (line.trim()) this.#reply(JSON.parse(line) as Reply)
  }

  #reply(reply: Reply): void {
    if (this.#state === 'open') this.#watch(this.#silentMs)
    if ('connect' in reply) return this.#opened(reply.connect)
    if ('push' in reply) return this.#pushed(reply.push)
    if (!('id' in reply)) return this.#link?.send('{}')
    const name = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if ('error' in reply) {
      if (reply.id === this.#connecting) return this.#closed(reply.error.temporary ? 0 : 3500)
      return name === undefined ? undefined : this.#refusedChannel(name, reply.error)
    }
    const channel = name === undefined ? undefined : this.#channels.get(name)
    if ('subscribe' in reply && channel) this.#subscribed(channel, reply.subscribe)
  }

  #refusedChannel(name: string, error: { code: number; temporary?: boolean }): void {
    if (error.code === 105) return
    if (error.temporary) return this.#closed(0)
    this.#tell(name, (listener) => listener.onError(error.code))
  }

  #opened(connect: { session?: string; node?: string; ping?: number }): void {
    this.#session = { session: connect.session, node: connect.node }
    this.#attempt = 0
    this.#refused = 0
    this.#proven = true
    this.#set('open')
    this.#silentMs = (connect.ping ?? 25) * 1000 + lateMs
    this.#watch(this.#silentMs)
    for (const name of this.#channels.keys()) this.#join(name)
  }

  #pushed(push: Extract<Reply, { push: unknown }>['push']): void {
    if ('disconnect' in push) return this.#closed(push.disconnect.code)
    const channel = this.#channels.get(push.channel)
    if (!channel) return
    if ('unsubscribe' in push) {
      const { code } = push.unsubscribe
      return code >= 2500 ? this.#join(push.channel) : this.#tell(push.channel, (listener) => listener.onError(code))
    }
    if ('join' in push) return this.#tell(push.channel, (listener) => listener.onPresence?.('join', push.join.info.user))
    if ('leave' in push) return this.#tell(push.channel, (listener) => listener.onPresence?.('leave', push.leave.info.user))
    this.#published(channel, push.pub)
  }

  #subscribed(channel: Channel, result: SubscribeResult): void {
    if (!result.recovered) channel.offset = result.offset
    channel.epoch = result.epoch
    for (const publication of result.publications ?? []) this.#published(channel, publication)
    channel.offset = Math.max(channel.offset ?? 0, result.offset)
    const { fresh } = channel
    channel.fresh = new Set()
    for (const listener of channel.listeners) listener.onSubscribed(fresh.has(listener) ? { ...result, recovered: false } : result)
  }

  #published(channel: Channel, publication: Publication): void {
    if (publication.offset !== undefined) {
      if (publication.offset <= (channel.offset ?? 0)) return
      channel.offset = publication.offset
    }
    for (const listener of channel.listeners) listener.onPublication(publication)
  }

  #join(channel: string): void {
    const { epoch, offset } = this.#channels.get(channel) ?? {}
    const position = epoch === undefined || offset === undefined ? {} : { recover: true, offset, epoch }
    this.#send({ subscribe: { channel, join_leave: true, ...position } }, channel)
  }

  #rejoin(channel: string): void {
    if (this.#state !== 'open') return
    this.#send({ unsubscribe: { channel } })
    this.#join(channel)
  }

  #tell(channel: string, tell: (listener: ChannelListener) => void): void {
    for (const listener of this.#channels.get(channel)?.listeners ?? []) tell(listener)
  }

  #send(command: Command, channel?: string): void {
    const id = ++this.#id
    this.#waiting.set(id, channel)
    this.#link?.send(JSON.stringify({ id, ...command }))
  }

  #closed(code: number): void {
    if (code === 3500 && this.#refused++ === 0) return this.#reconnect(0)
    if (code >= 3500 && code < 4000) return this.#end('closed')
    // What carried frames before may not any more, as on another network.
    if (this.#proven && this.#attempt < patience) return this.#reconnect()
    this.#transport = (this.#transport + 1) % this.#options.transports.length
    this.#reconnect(this.#transport === 0 ? undefined : 0)
  }

  #reconnect(delay = 500 + Math.random() * Math.min(19_500, 500 * 2 ** this.#attempt++)): void {
    this.#drop()
    this.#set(this.#proven ? 'reconnecting' : 'connecting')
    this.#timer = setTimeout(() => void this.#connect(), delay)
  }

  #drop(): void {
    this.#generation++
    clearTimeout(this.#timer)
    clearTimeout(this.#watchdog)
    this.#watchdog = undefined
    this.#waiting.clear()
    this.#link?.close()
    this.#link = undefined
  }

  /** One timer that looks again, instead of one set anew with each of many frames. */
  #watch(ms: number): void {
    this.#patientUntil = performance.now() + ms
    this.#watchdog ??= setTimeout(() => {
      this.#watchdog = undefined
      const left = this.#patientUntil - performance.now()
      left > 0 ? this.#watch(left) : this.#closed(0)
    }, ms)
  }

  #set(state: ConnectionState): void {
    if (state === this.#state) return
    this.#state = state
    for (const name of this.#channels.keys()) this.#tell(name, (listener) => listener.onState(state))
  }
}
