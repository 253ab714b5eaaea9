import { CoachError, type Language, type TokenPair } from '@coachkit/contract'
import { normaliseEmail } from '../../domain/identity/email.js'
import { type AuthParts, membershipOf, noteAccount, whenFree, withAccounts } from './auth-parts.js'
import { readCode, sendCode } from './codes.js'
import { checkPassword } from './register.js'
import { beginSignIn } from './sign-in.js'

/** Sends a code if there is such an account; everything happens after the answer, which tells nothing. */
export async function requestReset(parts: AuthParts, body: { email: string; language: Language }): Promise<{ email: string }> {
  const email = normaliseEmail(body.email)
  if (email !== undefined) await parts.countTry({ route: 'auth.requestPasswordReset', accountId: email })
  parts.later(async () => {
    const account = email === undefined ? undefined : await withAccounts(parts, (tx) => tx.accounts.findByEmail(email))
    if (account) await sendCode(parts, { account, purpose: 'reset', language: body.language })
  })
  return { email: body.email }
}

/** A new password for whoever reads the account's mail; a password that is refused leaves the code usable. */
export async function resetPassword(parts: AuthParts, body: { token: string; password: string }): Promise<void> {
  const { id, email } = await readCode(parts, { token: body.token, purpose: 'reset' })
  checkPassword({ password: body.password, email, name: '' })
  const passwordHash = await whenFree(parts.hasher.hash(body.password))
  await withAccounts(parts, async (tx) => {
    const account = await tx.accounts.takeCode({ id, purpose: 'reset' })
    if (!account) throw new CoachError('ACCOUNT_003')
    await tx.accounts.verify(account.id)
    await tx.accounts.setPassword({ id: account.id, passwordHash })
    await tx.signIns.endAll({ accountId: account.id })
    for (const { creator } of await tx.members.ofAccount(account.id)) {
      await noteAccount(parts, tx, { creatorId: creator.id, accountId: account.id, action: 'auth.password_reset' })
    }
  })
}

/** Ends every sign-in and begins a new one in place of the caller's. */
export async function changePassword(
  parts: AuthParts,
  caller: { accountId: string; creatorId: string },
  body: { currentPassword: string; newPassword: string; device: string | undefined },
): Promise<TokenPair> {
  const account = await withAccounts(parts, (tx) => tx.accounts.find(caller.accountId))
  const right = await whenFree(parts.hasher.verify(body.currentPassword, account?.passwordHash))
  if (!account || !right) throw new CoachError('AUTH_001')
  checkPassword({ password: body.newPassword, email: account.email, name: account.name })
  const passwordHash = await whenFree(parts.hasher.hash(body.newPassword))
  const changed = await withAccounts(parts, async (tx) => {
    await tx.accounts.setPassword({ id: account.id, passwordHash })
    await tx.signIns.endAll({ accountId: account.id })
    await noteAccount(parts, tx, { ...caller, action: 'auth.password_changed' })
    return { account: await tx.accounts.find(account.id), membership: await membershipOf(tx, caller) }
  })
  if (!changed.account || !changed.membership) throw new CoachError('AUTH_003')
  return beginSignIn(parts, { account: changed.account, membership: changed.membership, device: body.device })
}
