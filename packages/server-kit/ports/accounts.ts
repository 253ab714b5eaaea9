import type { AuditEntry, Creator, Impersonation, Member, MemberRole } from '@coachkit/contract'

/** A person who signs in. `email` is normalised. */
export interface AccountRecord {
  id: string
  email: string
  name: string
  passwordHash: string
  emailVerifiedAt: Date | null
  /** In every access token; raised, it ends them all. */
  tokenVersion: number
  /** One of the platform's own people. */
  isAdmin: boolean
  /** Since when it is suspended: it cannot sign in. */
  suspendedAt: Date | null
  createdAt: Date
}
export type EmailPurpose = 'verify' | 'reset'

/** Scope `accounts`. */
export interface AccountRepository {
  /** `undefined` when the address is taken. */
  create(input: { email: string; name: string; passwordHash: string }): Promise<AccountRecord | undefined>
  find(id: string): Promise<AccountRecord | undefined>
  findByEmail(email: string): Promise<AccountRecord | undefined>
  verify(id: string): Promise<void>
  /** A new password ends every access token; the same one hashed anew (`rehash`) ends none. */
  setPassword(input: { id: string; passwordHash: string; rehash?: boolean }): Promise<void>
  /** A code that can be used once; earlier ones of the same purpose end. */
  addCode(input: { id: string; accountId: string; purpose: EmailPurpose; expiresAt: Date }): Promise<void>
  /** The account of a code, once; `undefined` when unknown, used or expired. */
  takeCode(input: { id: string; purpose: EmailPurpose }): Promise<AccountRecord | undefined>
  /** Suspending ends every access token. Returns the account as it is now, if there is one. */
  setActive(input: { id: string; active: boolean }): Promise<AccountRecord | undefined>
  setAdmin(input: { email: string; isAdmin: boolean }): Promise<AccountRecord | undefined>
}

export interface MembershipRecord {
  creator: Creator
  /** False while the creator is suspended. */
  active: boolean
  role: MemberRole
}
export interface MemberRepository {
  /** A member that is there already keeps its role. */
  add(input: { creatorId: string; account: { id: string; email: string; name: string }; role: MemberRole }): Promise<void>
  /** Scope `accounts`. The oldest first. */
  ofAccount(accountId: string): Promise<MembershipRecord[]>
  /** The oldest first. */
  list(): Promise<Member[]>
  /** Its role, with a hold on the creator's owners until the transaction ends, so that two do not leave at once. */
  roleOf(accountId: string): Promise<{ role: MemberRole; owners: number } | undefined>
  setRole(input: { accountId: string; role: MemberRole }): Promise<boolean>
  /** Its sign-ins for the creator go with it. */
  remove(accountId: string): Promise<boolean>
  /** In place of an earlier one to the same address. */
  invite(input: { id: string; email: string; role: MemberRole; expiresAt: Date }): Promise<void>
  /** Scope `accounts`. Once; `undefined` when unknown, replaced, used or expired. */
  takeInvitation(id: string): Promise<{ creatorId: string; email: string; role: MemberRole } | undefined>
}

export interface SignInRecord {
  id: string
  creatorId: string
  accountId: string
  device: string | null
  createdAt: Date
  lastUsedAt: Date
}
/** A refresh token without its signature. */
export interface RefreshTokenRecord {
  id: string
  issuedAt: Date
  expiresAt: Date
}
/** What became of a refresh token: exchanged for `next` (now, or a moment ago by somebody in the same hurry), a stolen one, or not valid. */
export type Rotation =
  | { outcome: 'rotated' | 'repeated'; signIn: SignInRecord; next: RefreshTokenRecord }
  | { outcome: 'stolen'; signIn: SignInRecord }
  | { outcome: 'invalid' }

/** A sign-in or an impersonation, as its tokens name it. */
export interface SignedIn {
  id: string
  accountId: string
  creatorId: string
}
export interface Rights {
  role: MemberRole
  tokenVersion: number
  isAdmin: boolean
}

/** Scope `accounts`. */
export interface SignInRepository {
  begin(input: { id: string; creatorId: string; accountId: string; device: string | undefined; token: RefreshTokenRecord }): Promise<void>
  /**
   * Exchanges a refresh token for `next`, once, in one statement. The same token again within `graceMs` gets the same successor;
   * later it is taken for stolen and the sign-in ends.
   */
  rotate(input: { tokenId: string; next: RefreshTokenRecord; graceMs: number }): Promise<Rotation>
  /** What an access token of this sign-in may do now; `undefined` when it has ended, or its account or creator is suspended. */
  rights(input: SignedIn): Promise<Rights | undefined>
  /** Those that are alive, the last used first. */
  list(accountId: string): Promise<SignInRecord[]>
  /** Whether there was one of the account. */
  end(input: { id: string; accountId: string }): Promise<boolean>
  endAll(input: { accountId: string; but?: string | undefined }): Promise<void>
}

/** Scope `accounts`. Times one of the platform's people acts for a creator. */
export interface ImpersonationRepository {
  begin(input: { creatorId: string; accountId: string; reason: string; expiresAt: Date }): Promise<Impersonation>
  /** The token version of its account; `undefined` when it has ended or its account is no active admin any more. */
  rights(input: SignedIn): Promise<{ tokenVersion: number } | undefined>
  /** The one that this ended, if it was alive. */
  end(id: string): Promise<Impersonation | undefined>
}

/** What was done; position, time and hash are the log's own. */
export type NewAuditEntry = Omit<AuditEntry, 'position' | 'at' | 'hash'>
export interface AuditRepository {
  /** At the end of the creator's log, in the transaction of what was done. `creatorId`: for scope `accounts`, which has no tenant. */
  append(input: { creatorId: string; entry: NewAuditEntry; at: Date }): Promise<void>
  /** The newest first. */
  list(page: { cursor?: string | undefined; limit: number }): Promise<{ items: AuditEntry[]; nextCursor?: string }>
  /** The oldest first, after a position. */
  since(input: { position: number; limit: number }): Promise<AuditEntry[]>
}
