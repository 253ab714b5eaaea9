import type { ApiKey, KeyScope } from '@coachkit/contract'

export interface ApiKeyRepository {
  create(input: { keyHash: string; name: string; scopes: KeyScope[] }): Promise<ApiKey>
  /** The newest first. */
  list(): Promise<ApiKey[]>
  /** Whether there was one. */
  remove(id: string): Promise<boolean>
  /** Whether it is there, and its creator not suspended. */
  isAlive(id: string): Promise<boolean>
  /** Scope `sign-in`. Notes, to the minute, that it was used. `active`: its creator is not suspended. */
  findByHash(keyHash: string): Promise<{ id: string; creatorId: string; scopes: KeyScope[]; active: boolean } | undefined>
}

export interface TicketRepository {
  /** Returns until when it is good: by the database's clock, as instances may go by clocks that differ. */
  put(input: { ticketHash: string; principal: unknown; lifetimeMs: number }): Promise<Date>
  /** Scope `sign-in`. Deletes and returns it, once; `undefined` when unknown, used or expired. */
  take(ticketHash: string): Promise<{ principal: unknown /** When the visitor's token ends that it was given for. */; endsAt?: Date } | undefined>
}

/** One key that signs tokens; its public part is inside the sealed one. */
export interface SigningKeyRecord {
  /** The `kid` of what it signs. */
  id: string
  /** 1, 2, 3 …; one key each. */
  generation: number
  algorithm: 'RS256' | 'ES256'
  sealedPrivateKey: string
  signsFrom: Date
  signsUntil: Date
  verifiesUntil: Date
}
/** Scope `keys` only. */
export interface SigningKeyRepository {
  /** The newest first. */
  list(): Promise<SigningKeyRecord[]>
  /** False when its generation exists already. */
  add(key: SigningKeyRecord): Promise<boolean>
  reseal(input: { id: string; sealedPrivateKey: string }): Promise<void>
  /** Removes those that verify nothing any more. */
  removeRetired(now: Date): Promise<void>
}
