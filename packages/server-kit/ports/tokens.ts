/** `access`: a person's, 15 minutes. `refresh`: exchanged for the next pair. `email`: behind a link. `service`: between servers. */
export type TokenKind = 'access' | 'refresh' | 'email' | 'service'

interface CommonClaims {
  /** The account, or for `email` the normalised address. */
  sub: string
  /** The token's own id. */
  jti: string
  /** Seconds since 1970. */
  iat: number
  exp: number
}
export interface TokenClaims {
  access: CommonClaims & {
    /** The creator acted for. */
    tid?: string | undefined
    role?: string | undefined
    /** The account's token version. */
    tv?: number | undefined
    /** The sign-in's family of refresh tokens. */
    fam?: string | undefined
    /** `support`: one of the platform's own people acts for the creator. */
    act?: 'support' | undefined
  }
  refresh: CommonClaims & { fam: string }
  email: CommonClaims & { purpose: 'verify' | 'reset' | 'invite' }
  service: CommonClaims & { tid?: string | undefined }
}
export type NewClaims<Kind extends TokenKind> = Omit<TokenClaims[Kind], 'jti' | 'iat' | 'exp'>
export interface IssueOptions {
  /** Default: a new UUID. */
  id?: string
  /** Default: now. */
  issuedAt?: Date
  /** Default: as long as the kind lives. */
  expiresAt?: Date
}
export type VerifiedToken<Kind extends TokenKind> = { ok: true; claims: TokenClaims[Kind] } | { ok: false; reason: 'expired' | 'invalid' }

/** Signed tokens, each kind with its own `typ` and `aud`, so that one is never taken for another. */
export interface Tokens {
  issue<Kind extends TokenKind>(kind: Kind, claims: NewClaims<Kind>, options?: IssueOptions): Promise<{ token: string; id: string; expiresAt: Date }>
  verify<Kind extends TokenKind>(kind: Kind, token: string): Promise<VerifiedToken<Kind>>
  /** The public keys that verify what was issued, as a JSON Web Key Set. */
  jwks(): Promise<{ keys: Record<string, unknown>[] }>
  /** Makes the next key when the current one is due, and drops those that are past their overlap. */
  rotateIfDue(): Promise<void>
}

/** One of the secrets that a creator's own server signs with. */
export interface SharedKey {
  id: string
  secret: Uint8Array
}
/** The payload of a compact HS256 token that one of the keys signed (the one that its `kid` names, if it names any); `undefined` for any other. */
export type VerifySharedToken = (token: string, keys: readonly SharedKey[]) => Promise<unknown>
