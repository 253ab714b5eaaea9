import type { MessageContext, Session, WidgetConfig } from '@coachkit/contract'
import type { ConversationDeps } from './conversation/create-conversation.js'
import { type MakeVector, Outbox } from './conversation/outbox.js'
import type { Calls, RouteKey } from './http/call-table.js'
import { CoachClientError } from './http/client-error.js'
import { type CallInput, type CallResult, createHttp, type Http } from './http/create-http.js'
import { createRealtime } from './realtime/create-realtime.js'
import type { TransportName } from './realtime/transports.js'
import { defaultSessionStore, type SessionStore } from './session-store.js'

/** A fresh token of the host's server, or nothing for a visitor who is not signed in. */
export type Identity = () => string | undefined | Promise<string | undefined>
export interface CoachClientOptions {
  /** Where the server is mounted, for example `https://ana.example/coach` or, in a page of its own, `/coach`. */
  baseUrl: string
  /** The creator's public name; needed unless a token says it. */
  creator?: string
  /** An API key, an access token or a visitor's token; without it a visitor session is kept. */
  token?: string
  /**
   * Whom your server vouches for: an identity token, freshly signed; nothing for a visitor who is not signed in.
   * Asked when the client begins, when its session has ended, and by `session.identify()`.
   */
  identity?: Identity | undefined
  /**
   * Where the session and unsent messages are kept; default `localStorage`, or memory where there is none. The client of everything keeps
   * unsent messages in IndexedDB, where the browser has it.
   */
  sessionStore?: SessionStore
  fetch?: typeof fetch
  /** In the order they are tried. Default: websocket, http-stream, sse. */
  transports?: readonly TransportName[]
  /** Asked at each message: what the page says of where its visitor is, as `setContext` says it. */
  context?: (() => MessageContext | undefined) | undefined
  /** What conversations opened here say of where they come from, such as `whatsapp`. Default: `web` in a page, `api` elsewhere. */
  channel?: string | undefined
  /** Of the server's sentences: `es`, `en` or `pt`. */
  language?: string
}
/** A visitor's session, the token it is called with and how the widget looks. */
export interface EnsuredSession {
  session: Session
  config: WidgetConfig
  token: string
}
/** Begins a session, or goes on with the one that is kept: its token at `key`, and what belongs to it beside that. */
export type BeginSession = (kept: { http: Http; store: SessionStore; key: string }) => Promise<EnsuredSession>
/** The argument may be left out where nothing in it is required. */
export type CallArguments<Key extends RouteKey> = Partial<CallInput<Key>> extends CallInput<Key> ? [input?: CallInput<Key>] : [input: CallInput<Key>]

/** What every client is made of: a session that renews itself, calls, one connection and what conversations on it need. */
export function createCore(options: CoachClientOptions & { makeVector?: ((http: Http) => MakeVector) | undefined }, calls: Calls, beginVouched?: BeginSession) {
  const baseUrl = options.baseUrl.replace(/\/$/, '')
  const send = options.fetch ?? ((input: RequestInfo | URL, init?: RequestInit) => fetch(input, init))
  const http = createHttp({ calls, baseUrl, fetch: send, language: options.language })
  const store = options.sessionStore ?? defaultSessionStore()
  const key = `coachkit:${baseUrl}:${options.creator ?? ''}`
  let ensuring: Promise<EnsuredSession> | undefined

  const begin = async (): Promise<EnsuredSession> => {
    const token = options.token ?? store.get(key)
    if (token) {
      try {
        return { ...(await http.call('sessions.current', { token })), token }
      } catch (error) {
        if (options.token !== undefined || !(error instanceof CoachClientError && error.status === 401)) throw error
      }
    }
    const made = await http.call('sessions.create', { body: { creator: options.creator ?? '' } })
    store.set(key, made.token)
    store.set(`${key}:conversation`, '')
    return made
  }
  /** To a website that may not call, a refused preflight looks like a dead network; a plain read is told why. */
  const askWhy = async (error: unknown): Promise<never> => {
    const { creator } = options
    if (creator && error instanceof CoachClientError && error.code === 'NETWORK') await http.call('widget.config', { params: { creator } })
    throw error
  }
  const ensure = () => {
    ensuring ??= (beginVouched ? beginVouched({ http, store, key }) : begin()).catch(askWhy).catch((error: unknown) => {
      // A website that may not call is not let in for asking again.
      if (!(error instanceof CoachClientError && error.code === 'ORIGIN_001')) ensuring = undefined
      throw error
    })
    return ensuring
  }
  const renew = () => {
    ensuring = undefined
  }
  const tokenOf = async () => options.token ?? (await ensure()).token
  const call = async <Key extends RouteKey>(route: Key, input: CallInput<Key>): Promise<CallResult<Key>> => {
    const token = await tokenOf()
    try {
      return await http.call(route, { ...input, token })
    } catch (error) {
      if (options.token !== undefined || !(error instanceof CoachClientError && error.status === 401)) throw error
      renew()
      return http.call(route, { ...input, token: await tokenOf() })
    }
  }
  const bound =
    <Key extends RouteKey>(route: Key) =>
    (...[input]: CallArguments<Key>) =>
      call(route, (input ?? {}) as CallInput<Key>)
  const ticket = () => call('realtime.ticket', {})
  const realtime = createRealtime({
    baseUrl,
    fetch: send,
    transports: options.transports ?? ['websocket', 'http-stream', 'sse'],
    ticket: async () => (await ticket()).ticket,
  })
  const { channel } = options
  const opened = () => store.get(`${key}:conversation`)
  const outbox = new Outbox({ store, key, call, channel, opened, makeVector: options.makeVector?.(http) })
  const conversationDeps = (id?: string): ConversationDeps => ({ id, key: `${key}:conversation`, store, realtime, outbox, call, context: options.context })
  return { http, key, renew, ensure, call, bound, ticket, realtime, outbox, conversationDeps }
}
