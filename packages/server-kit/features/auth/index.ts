import { CoachError, type Handlers, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext, signedInOf } from '../../dispatch/request-context.js'
import { type AuthParts, membershipOf, noteAccount, withAccounts } from './auth-parts.js'
import { findPerson } from './authenticate.js'
import { createBackground } from './background.js'
import { readCode } from './codes.js'
import { acceptInvitation, createInvite, type Invite } from './invitations.js'
import { changePassword, requestReset, resetPassword } from './passwords.js'
import { register } from './register.js'
import { accountOf, login, refresh } from './sign-in.js'

export type { AccountPages } from './auth-parts.js'
export { accountAuthenticator, createAuthenticator } from './authenticate.js'
export type { Invite } from './invitations.js'
export { hashToken, newToken } from './secrets.js'

/** Accounts, and signing in with a password. `settled` waits for mail that is on its way. */
export function createAuth(deps: Omit<AuthParts, 'later'>): { handlers: Handlers<Routes['auth'], RequestContext>; invite: Invite; settled(): Promise<void> } {
  const background = createBackground(deps)
  const parts: AuthParts = { ...deps, later: background.run }
  return {
    settled: background.settled,
    invite: createInvite(parts),
    handlers: {
      register: ({ body }) => register(parts, body),
      async verifyEmail({ body }) {
        const { id } = await readCode(parts, { token: body.token, purpose: 'verify' })
        await withAccounts(parts, async (tx) => {
          const account = await tx.accounts.takeCode({ id, purpose: 'verify' })
          if (!account) throw new CoachError('ACCOUNT_003')
          await tx.accounts.verify(account.id)
        })
        return undefined
      },
      async acceptInvitation({ body }) {
        await acceptInvitation(parts, body)
        return undefined
      },
      login: ({ body }, context) => login(parts, body, context),
      refresh: ({ body }) => refresh(parts, body.refreshToken),
      async logout(_input, context) {
        const { accountId, creatorId, signInId } = signedInOf(context)
        await withAccounts(parts, async (tx) => {
          const ended = await tx.signIns.end({ id: signInId, accountId })
          if (ended) await noteAccount(parts, tx, { creatorId, accountId, action: 'auth.signed_out' })
        })
        return undefined
      },
      async me(_input, context) {
        const caller = signedInOf(context)
        const [account, membership] = await withAccounts(
          parts,
          async (tx) => [await tx.accounts.find(caller.accountId), await membershipOf(tx, caller)] as const,
        )
        if (!account || !membership) throw new CoachError('AUTH_001')
        return { account: accountOf(account), membership }
      },
      async verifyToken({ body }, context) {
        const { creatorId } = principalOf(context)
        const person = await findPerson(parts, body.token)
        if (!person || person === 'expired' || person.creatorId !== creatorId) return { active: false }
        return { active: true, accountId: person.memberId, creatorId, role: person.role }
      },
      requestPasswordReset: ({ body }) => requestReset(parts, body),
      async resetPassword({ body }) {
        await resetPassword(parts, body)
        return undefined
      },
      changePassword: ({ body }, context) => changePassword(parts, signedInOf(context), { ...body, device: context.device }),
      async signIns(_input, context) {
        const { accountId, signInId } = signedInOf(context)
        const found = await withAccounts(parts, (tx) => tx.signIns.list(accountId))
        const items = found.map(({ id, creatorId, device, createdAt, lastUsedAt }) => ({
          id,
          current: id === signInId,
          creatorId,
          ...(device === null ? {} : { device }),
          createdAt: createdAt.toISOString(),
          lastUsedAt: lastUsedAt.toISOString(),
        }))
        return { items }
      },
      async endSignIn({ params }, context) {
        const { accountId } = signedInOf(context)
        const ended = await withAccounts(parts, (tx) => tx.signIns.end({ id: params.signInId, accountId }))
        if (!ended) throw new CoachError('RESOURCE_001')
        return undefined
      },
    },
  }
}
