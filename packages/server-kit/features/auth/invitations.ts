import { CoachError, type Language, type RouteInput, type Routes } from '@coachkit/contract'
import type { AccountRecord, StorageTx } from '../../ports/index.js'
import { type AuthParts, whenFree, withAccounts } from './auth-parts.js'
import { readCode } from './codes.js'
import { deliver } from './deliver.js'
import { mail } from './mails.js'
import { checkPassword } from './register.js'

/** A code for somebody to join a creator; `send` mails it once the invitation is stored. */
export type Invite = (input: { creatorId: string; email: string; language: Language }) => Promise<{ id: string; expiresAt: Date; send(): void }>

export function createInvite(parts: AuthParts): Invite {
  return async ({ creatorId, email, language }) => {
    const { token, id, expiresAt } = await parts.tokens.issue('email', { sub: email, purpose: 'invite' })
    const creator = await parts.storage.as({ creatorId }, (tx) => tx.creators.find(creatorId))
    const invitation = mail({ kind: 'invite', to: email, name: creator?.name ?? '', language, code: token, page: parts.pages.acceptInvitation })
    return { id, expiresAt, send: () => parts.later(() => deliver(parts, invitation)) }
  }
}

/** Joins the creator; the code proves who reads the mail, so a new account is confirmed at once. */
export async function acceptInvitation(parts: AuthParts, body: RouteInput<Routes['auth']['acceptInvitation']>['body']): Promise<void> {
  const { id, email } = await readCode(parts, { token: body.token, purpose: 'invite' })
  const known = await withAccounts(parts, (tx) => tx.accounts.findByEmail(email))
  const fresh = known ? undefined : await newPerson(parts, { email, ...body })
  await withAccounts(parts, async (tx) => {
    const invitation = await tx.members.takeInvitation(id)
    if (!invitation || invitation.email !== email) throw new CoachError('ACCOUNT_003')
    const { creatorId, role } = invitation
    const account = known ?? (await open(tx, email, fresh))
    await tx.accounts.verify(account.id)
    await tx.members.add({ creatorId, account, role })
    const actor = `account:${account.id}`
    const entry = { actor, action: 'member.joined', subject: actor, details: { role } }
    await tx.audit.append({ creatorId, entry, at: parts.clock.now() })
  })
}

interface Fresh {
  name: string
  passwordHash: string
}

async function newPerson(parts: AuthParts, input: { email: string; fullName?: string | undefined; password?: string | undefined }): Promise<Fresh> {
  const { email, fullName, password } = input
  if (fullName === undefined || password === undefined) throw new CoachError('ACCOUNT_005')
  checkPassword({ password, email, name: fullName })
  return { name: fullName, passwordHash: await whenFree(parts.hasher.hash(password)) }
}

async function open(tx: StorageTx, email: string, fresh: Fresh | undefined): Promise<AccountRecord> {
  const account = fresh && (await tx.accounts.create({ email, ...fresh }))
  // Somebody opened it meanwhile: the same code then joins it.
  if (!account) throw new CoachError('CONFLICT_001')
  return account
}
