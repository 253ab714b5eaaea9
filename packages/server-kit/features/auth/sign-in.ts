import { randomUUID } from 'node:crypto'
import { CoachError, type Language, type MemberRole, type RouteInput, type RouteResult, type Routes, type TokenPair } from '@coachkit/contract'
import { v7 as newId } from 'uuid'
import { normaliseEmail } from '../../domain/identity/email.js'
import type { AccountRecord, MembershipRecord, RefreshTokenRecord } from '../../ports/index.js'
import { type AuthParts, membershipOf, noteAccount, whenFree, withAccounts } from './auth-parts.js'
import { sendCode } from './codes.js'

const day = 86_400_000
/** A sign-in that is not used for so long ends. */
const refreshLifetimeMs = 7 * day
/** A client that lost the answer, or two tabs at once, get the same successor for so long. */
const graceMs = 10_000

interface Signed {
  account: AccountRecord
  membership: MembershipRecord
  signInId: string
  refresh: RefreshTokenRecord
}

/** Signs in with a password. Takes as long for an address that nobody has. */
export async function login(
  parts: AuthParts,
  body: RouteInput<Routes['auth']['login']>['body'],
  { device, language }: { device?: string | undefined; language: Language },
): Promise<RouteResult<Routes['auth']['login']>> {
  const account = await checkCredentials(parts, body, language)
  const memberships = await withAccounts(parts, (tx) => tx.members.ofAccount(account.id))
  const membership = memberships.find(({ creator }) => body.creator === undefined || creator.slug === body.creator)
  if (!membership) throw new CoachError('AUTH_003')
  return beginSignIn(parts, { account, membership, device })
}

/** A new sign-in and its first pair of tokens. */
export async function beginSignIn(parts: AuthParts, input: { account: AccountRecord; membership: MembershipRecord; device: string | undefined }) {
  const { account, membership, device } = input
  const signInId = newId()
  const refresh = newRefreshToken(parts)
  const [creatorId, accountId] = [membership.creator.id, account.id]
  await withAccounts(parts, async (tx) => {
    await tx.signIns.begin({ id: signInId, creatorId, accountId, device, token: refresh })
    await noteAccount(parts, tx, { creatorId, accountId, action: 'auth.signed_in' })
  })
  return { ...(await pairOf(parts, { account, membership, signInId, refresh })), account: accountOf(account), membership }
}

async function checkCredentials(parts: AuthParts, body: { email: string; password: string }, language: Language): Promise<AccountRecord> {
  const email = normaliseEmail(body.email)
  if (email !== undefined) await parts.countTry({ route: 'auth.login', accountId: email })
  const account = email === undefined ? undefined : await withAccounts(parts, (tx) => tx.accounts.findByEmail(email))
  const right = await whenFree(parts.hasher.verify(body.password, account?.passwordHash))
  if (!account || !right) throw new CoachError('AUTH_001')
  if (!account.emailVerifiedAt) {
    parts.later(() => sendCode(parts, { account, purpose: 'verify', language }))
    throw new CoachError('ACCOUNT_004')
  }
  if (parts.hasher.needsRehash(account.passwordHash)) parts.later(() => rehash(parts, account, body.password))
  return account
}

async function rehash(parts: AuthParts, account: AccountRecord, password: string): Promise<void> {
  const passwordHash = await parts.hasher.hash(password)
  await withAccounts(parts, (tx) => tx.accounts.setPassword({ id: account.id, passwordHash, rehash: true }))
}

/** The next pair for a refresh token. The same token again is answered the same for a moment; later it ends the sign-in. */
export async function refresh(parts: AuthParts, token: string): Promise<TokenPair> {
  const verified = await parts.tokens.verify('refresh', token)
  if (!verified.ok) throw new CoachError('AUTH_002')
  const rotated = await withAccounts(parts, async (tx) => {
    const rotation = await tx.signIns.rotate({ tokenId: verified.claims.jti, next: newRefreshToken(parts), graceMs })
    if (rotation.outcome === 'stolen') await noteAccount(parts, tx, { ...rotation.signIn, action: 'auth.refresh_token_stolen' })
    if (rotation.outcome === 'invalid' || rotation.outcome === 'stolen') return rotation
    const { signIn } = rotation
    const account = await tx.accounts.find(signIn.accountId)
    const membership = await membershipOf(tx, signIn)
    return account && membership
      ? { outcome: 'rotated' as const, account, membership, signInId: signIn.id, refresh: rotation.next }
      : { outcome: 'invalid' as const }
  })
  if (rotated.outcome === 'stolen') {
    parts.logger.warn('auth.refresh_token_stolen', { accountId: rotated.signIn.accountId, creatorId: rotated.signIn.creatorId })
  }
  if (rotated.outcome !== 'rotated') throw new CoachError('AUTH_002')
  return pairOf(parts, rotated)
}

async function pairOf(parts: AuthParts, { account, membership, signInId, refresh: next }: Signed): Promise<TokenPair> {
  const access = await parts.tokens.issue('access', {
    sub: account.id,
    tid: membership.creator.id,
    role: membership.role satisfies MemberRole,
    tv: account.tokenVersion,
    fam: signInId,
  })
  const { id, issuedAt, expiresAt } = next
  const { token: refreshToken } = await parts.tokens.issue('refresh', { sub: account.id, fam: signInId }, { id, issuedAt, expiresAt })
  const expiresIn = Math.round((access.expiresAt.getTime() - parts.clock.now().getTime()) / 1000)
  return { accessToken: access.token, refreshToken, tokenType: 'Bearer', expiresIn }
}

/** Whole seconds, so that the same token is signed again when its answer was lost. */
function newRefreshToken({ clock }: AuthParts): RefreshTokenRecord {
  const issuedAt = new Date(Math.floor(clock.now().getTime() / 1000) * 1000)
  return { id: randomUUID(), issuedAt, expiresAt: new Date(issuedAt.getTime() + refreshLifetimeMs) }
}

export function accountOf({ id, email, name, emailVerifiedAt, createdAt }: AccountRecord) {
  return { id, email, name, emailVerified: emailVerifiedAt !== null, createdAt: createdAt.toISOString() }
}
