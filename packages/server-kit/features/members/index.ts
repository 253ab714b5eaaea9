import { CoachError, type Handlers, type MemberRole, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import { normaliseEmail } from '../../domain/identity/email.js'
import type { Clock, NewAuditEntry, Principal, Storage, StorageTx } from '../../ports/index.js'
import { actorOf } from '../audit/index.js'
import type { Invite } from '../auth/index.js'

interface Deps {
  storage: Storage
  clock: Clock
  /** Writes the mail with the code; it is on its way when the answer is. */
  invite: Invite
}

/** Who works for a creator. */
export function createMembers(deps: Deps): Handlers<Routes['members'], RequestContext> {
  const audited = (principal: Principal, change: (tx: StorageTx) => Promise<Omit<NewAuditEntry, 'actor'>>) =>
    deps.storage.as({ creatorId: principal.creatorId }, async (tx) => {
      const entry = await change(tx)
      await tx.audit.append({ creatorId: principal.creatorId, entry: { ...entry, actor: actorOf(principal) }, at: deps.clock.now() })
    })
  return {
    async list(_input, context) {
      return { items: await deps.storage.as({ creatorId: principalOf(context).creatorId }, (tx) => tx.members.list()) }
    },
    async invite({ body }, context) {
      const principal = principalOf(context)
      const email = normaliseEmail(body.email)
      if (email === undefined) throw new CoachError('ACCOUNT_001')
      const { role, language } = body
      const { id, expiresAt, send } = await deps.invite({ creatorId: principal.creatorId, email, language })
      await audited(principal, async (tx) => {
        await tx.members.invite({ id, email, role, expiresAt })
        return { action: 'member.invited', subject: `invitation:${id}`, details: { role } }
      })
      send()
      return { email }
    },
    async setRole({ params: { accountId }, body: { role } }, context) {
      await audited(principalOf(context), async (tx) => {
        const from = await leave(tx, accountId, role)
        await tx.members.setRole({ accountId, role })
        return { action: 'member.role_changed', subject: `account:${accountId}`, details: { from, to: role } }
      })
      return undefined
    },
    async remove({ params: { accountId } }, context) {
      await audited(principalOf(context), async (tx) => {
        const role = await leave(tx, accountId)
        await tx.members.remove(accountId)
        return { action: 'member.removed', subject: `account:${accountId}`, details: { role } }
      })
      return undefined
    },
  }
}

/** The role a member has, unless it is the last owner's, who cannot leave it. */
async function leave(tx: StorageTx, accountId: string, next?: MemberRole): Promise<MemberRole> {
  const held = await tx.members.roleOf(accountId)
  if (!held) throw new CoachError('RESOURCE_001')
  if (held.role === 'owner' && next !== 'owner' && held.owners === 1) throw new CoachError('MEMBER_001')
  return held.role
}
