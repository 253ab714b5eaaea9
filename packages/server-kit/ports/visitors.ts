import type { AnsweredForm, Session, VisitorUser } from '@coachkit/contract'

/** What the host says of its user; shown to nobody but the creator's side. */
export type VisitorProfile = Omit<VisitorUser, 'id'>
export interface SessionRepository {
  /** A token for a new anonymous session, or for the one session of a vouched user, whose profile is replaced. */
  create(input: { tokenHash: string; expiresAt: Date; user?: VisitorUser | undefined }): Promise<Session>
  /**
   * Scope `sign-in`, which also notes to the minute that the session was there; or the creator's. Not found once the token has ended.
   * `identityRequired`: the creator serves nobody who is not vouched for. `suspended`: the creator is.
   */
  findByTokenHash(tokenHash: string): Promise<{ session: Session; identityRequired: boolean; suspended: boolean } | undefined>
  /** Keeps it as the session's, and with those of its conversations that have none. */
  answerForm(input: { sessionId: string; form: AnsweredForm }): Promise<void>
  form(sessionId: string): Promise<AnsweredForm | undefined>
  /** Whom the host vouched for; `undefined` for an anonymous session. */
  user(sessionId: string): Promise<VisitorUser | undefined>
  /** Ends the token at once. */
  endToken(tokenHash: string): Promise<void>
  /** Gives the conversations of a token's session to another and ends its tokens, if it is anonymous and there is one. */
  takeOver(input: { tokenHash: string; into: string }): Promise<void>
  /** Removes those that have neither a token nor a conversation and were not there lately; returns how many. */
  removeEmpty(): Promise<number>
}

export interface IdentityKeyRecord {
  id: string
  /** The secret, sealed. */
  sealed: string
  createdAt: Date
  expiresAt: Date | null
}
export interface IdentityKeyRepository {
  /** Those that still vouch, the newest first. */
  live(): Promise<IdentityKeyRecord[]>
  /** Keeps the creator's keys and settings as they are, but for this transaction, until it ends. */
  hold(): Promise<void>
  add(key: { id: string; sealed: string }): Promise<IdentityKeyRecord>
  expire(input: { id: string; at: Date }): Promise<void>
  /** Whether there was one. */
  remove(id: string): Promise<boolean>
  /** Scope `keys`. Every creator's. */
  all(): Promise<{ id: string; creatorId: string; sealed: string }[]>
  /** Scope `keys`. The same secret, sealed under another key. */
  reseal(input: { id: string; sealed: string }): Promise<void>
}
