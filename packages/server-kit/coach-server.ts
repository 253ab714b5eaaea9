import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { IdentitySettings, KeyScope, Tier } from '@coachkit/contract'
import type { NewCreator } from './features/creators/index.js'
import type { Orphan } from './features/knowledge/index.js'
import type { Logger } from './ports/index.js'

/** A kit put together: mount `fetch` on HTTP, hand socket upgrades to `handleUpgrade`. */
export interface CoachServer {
  /**
   * Answers every route. A path that still starts with the mount path is accepted too.
   * `peer` is the address of who holds the connection; without it no limit of an address holds.
   */
  fetch(request: Request, options?: { mountPath?: string; peer?: string | undefined }): Promise<Response>
  /** Takes over the upgrade of a request to `/v1/realtime/ws`; `attachRealtime` calls it. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** What answers and what embeds, as `adapter:model`. */
  readonly models: { languageModel: string; embedder: string }
  readonly logger: Logger
  /** The OpenAPI 3.1 document, with `serverUrl` as its server. */
  openapi(serverUrl: string): Record<string, unknown>
  setup: {
    /** Returns the existing creator when the slug is taken. */
    ensureCreator(input: NewCreator): Promise<{ id: string; slug: string }>
    /** Says which websites may use the creator's coach, like `ana.example` or `*.ana.example`; replaces what was said before. Throws CoachError. */
    allowDomains(input: { creatorId: string; domains: readonly string[] }): Promise<void>
    /** The oldest creators, at most `limit`. */
    listCreators(input: { limit: number }): Promise<{ id: string; slug: string }[]>
    /** Another tier for a creator: its quota changes with the next answer, its hourly limit within a minute. Throws CREATOR_001. */
    setTier(input: { creatorId: string; tier: Tier }): Promise<void>
    /** Makes an account one of the platform's own people, who reach `/v1/admin`, or no longer. Throws RESOURCE_001 for an unknown address. */
    setPlatformAdmin(input: { email: string; isAdmin: boolean }): Promise<void>
    /** A key for the creator's member routes; it is shown once. */
    createApiKey(input: { creatorId: string; name: string; scopes?: KeyScope[] }): Promise<{ id: string; key: string }>
    /** A secret with which the creator's server vouches for its users; it is shown once. The former goes on for a day. */
    createIdentityKey(input: { creatorId: string }): Promise<{ id: string; secret: string }>
    /** Whether users must be vouched for, and whether a user hash may do it. Throws IDENTITY_001 when they must and there is no key. */
    setIdentity(input: { creatorId: string } & IdentitySettings): Promise<void>
    /** Makes the vectors that a creator's passages lack, in the background; `anew`: all of them. Nothing happens without an embedder. */
    updateEmbeddings(input: { creatorId: string; anew?: boolean }): Promise<void>
    /** What lost the document, file, chunk or job that it belongs to; nothing, as it should be. Right while nothing is being changed. */
    findOrphans(): Promise<Orphan[]>
    /** Ends a key at once. */
    removeApiKey(input: { creatorId: string; id: string }): Promise<void>
  }
  /** Migrates, connects and begins to claim jobs. Without it, the first request does. */
  start(): Promise<void>
  /**
   * The first half of stopping: `GET /v1/health` answers 503 from now on, sockets are refused and those that are open told to come back
   * (over 5 s), no more work is taken, and answers being written get `withinMs` to finish. Other calls still answer.
   */
  drain(options: { withinMs: number }): Promise<void>
  /** Drains: sockets told to come back, running answers handed over, the database closed. */
  stop(): Promise<void>
}
