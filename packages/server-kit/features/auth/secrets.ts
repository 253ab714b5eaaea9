import { createHash, randomBytes } from 'node:crypto'

export type TokenKind = 'cks' | 'ckk' | 'ckt'

/** A new secret of 256 bits; the prefix tells what it opens: a visitor's session, a member's API key or a socket. */
export function newToken(kind: TokenKind): string {
  return `${kind}_${randomBytes(32).toString('base64url')}`
}

/** What is stored in place of a token. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
