import { CoachError, type Language } from '@coachkit/contract'
import type { AccountRecord, EmailPurpose } from '../../ports/index.js'
import { type AuthParts, withAccounts } from './auth-parts.js'
import { deliver } from './deliver.js'
import { mail } from './mails.js'

/** Sends an account a code that proves who reads its mail. */
export async function sendCode(parts: AuthParts, input: { account: AccountRecord; purpose: EmailPurpose; language: Language }): Promise<void> {
  const { account, purpose, language } = input
  const { token, id, expiresAt } = await parts.tokens.issue('email', { sub: account.email, purpose })
  await withAccounts(parts, (tx) => tx.accounts.addCode({ id, accountId: account.id, purpose, expiresAt }))
  const page = purpose === 'verify' ? parts.pages.verifyEmail : parts.pages.resetPassword
  await deliver(parts, mail({ kind: purpose, to: account.email, name: account.name, language, code: token, page }))
}

/** A code that is genuine and of the purpose, and the address it was sent to; whether it was used the database says. */
export async function readCode(parts: AuthParts, input: { token: string; purpose: EmailPurpose | 'invite' }): Promise<{ id: string; email: string }> {
  const verified = await parts.tokens.verify('email', input.token)
  if (!verified.ok || verified.claims.purpose !== input.purpose) throw new CoachError('ACCOUNT_003')
  return { id: verified.claims.jti, email: verified.claims.sub }
}
