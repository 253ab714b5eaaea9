import { CoachError, type Handlers, type HostedAccount, type HostedCreator, type Routes } from '@coachkit/contract'
import { type RequestContext, signedInOf } from '../../dispatch/request-context.js'
import { normaliseEmail } from '../../domain/identity/email.js'
import type { AccountRecord, Clock, CreatorRecord, Storage, StorageTx, Tokens } from '../../ports/index.js'
import { createInstanceFigures, type InstanceFigures } from './instance.js'

/** As long as one access token lives; who needs longer says why again. */
const impersonationMs = 15 * 60_000

interface Deps {
  storage: Storage
  tokens: Tokens
  clock: Clock
  /** Removes what is older than it is kept. */
  cleanUp(): Promise<{ conversations: number; messages: number }>
  figures(): InstanceFigures
}

/** Makes an account one of the platform's own people, or no longer. Throws RESOURCE_001 for an address without an account. */
export async function setPlatformAdmin({ storage, clock }: Pick<Deps, 'storage' | 'clock'>, input: { email: string; isAdmin: boolean }): Promise<void> {
  const email = normaliseEmail(input.email)
  await storage.as({ system: 'accounts' }, async (tx) => {
    const account = email === undefined ? undefined : await tx.accounts.setAdmin({ email, isAdmin: input.isAdmin })
    if (!account) throw new CoachError('RESOURCE_001', { message: 'There is no account for this address: register it first.' })
    await noteEverywhere(tx, { account, actor: 'system', action: input.isAdmin ? 'admin.granted' : 'admin.revoked', at: clock.now() })
  })
}

/** What the platform's own people do, across creators. */
export function createPlatform({ storage, tokens, clock, cleanUp, figures }: Deps): Handlers<Routes['platform'], RequestContext> {
  const asAdmin = <Result>(context: RequestContext, work: (tx: StorageTx, by: { accountId: string; actor: string }) => Promise<Result>): Promise<Result> => {
    const { accountId } = signedInOf(context)
    return storage.as({ system: 'accounts' }, (tx) => work(tx, { accountId, actor: `admin:${accountId}` }))
  }
  const note = (tx: StorageTx, entry: { creatorId: string; actor: string; action: string; subject: string; details: Record<string, string> }) => {
    const { creatorId, ...rest } = entry
    return tx.audit.append({ creatorId, entry: rest, at: clock.now() })
  }
  return {
    creators: ({ query }, context) =>
      asAdmin(context, async (tx) => {
        const page = await tx.creators.page(query)
        return { ...page, items: page.items.map(toHostedCreator) }
      }),
    setCreator: ({ params: { creatorId }, body }, context) =>
      asAdmin(context, async (tx, { actor }) => {
        const creator = await tx.creators.setStanding({ id: creatorId, tier: body.tier, active: body.isActive })
        if (!creator) throw new CoachError('RESOURCE_001')
        const details = Object.fromEntries(Object.entries(body).map(([field, value]) => [field, String(value)]))
        await note(tx, { creatorId, actor, action: 'creator.standing_changed', subject: `creator:${creatorId}`, details })
        return toHostedCreator(creator)
      }),
    accounts: ({ query }, context) =>
      asAdmin(context, async (tx) => {
        const email = normaliseEmail(query.email)
        const account = email === undefined ? undefined : await tx.accounts.findByEmail(email)
        return { items: account ? [toHostedAccount(account)] : [] }
      }),
    setAccount: ({ params, body: { isActive } }, context) =>
      asAdmin(context, async (tx, { actor }) => {
        const account = await tx.accounts.setActive({ id: params.accountId, active: isActive })
        if (!account) throw new CoachError('RESOURCE_001')
        if (!isActive) await tx.signIns.endAll({ accountId: account.id })
        await noteEverywhere(tx, { account, actor, action: isActive ? 'account.readmitted' : 'account.suspended', at: clock.now() })
        return toHostedAccount(account)
      }),
    async impersonate({ body: { creatorId, reason } }, context) {
      const expiresAt = new Date(clock.now().getTime() + impersonationMs)
      const { impersonation, tokenVersion } = await asAdmin(context, async (tx, { accountId, actor }) => {
        const [creator, account] = [await tx.creators.find(creatorId), await tx.accounts.find(accountId)]
        if (!creator || !account) throw new CoachError('RESOURCE_001')
        const begun = await tx.impersonations.begin({ creatorId, accountId, reason, expiresAt })
        await note(tx, { creatorId, actor, action: 'support.entered', subject: `impersonation:${begun.id}`, details: { reason } })
        return { impersonation: begun, tokenVersion: account.tokenVersion }
      })
      const claims = { sub: impersonation.accountId, tid: creatorId, role: 'support', act: 'support', tv: tokenVersion, fam: impersonation.id } as const
      const { token } = await tokens.issue('access', claims, { expiresAt })
      return { impersonation, accessToken: token, tokenType: 'Bearer', expiresIn: impersonationMs / 1000 }
    },
    cleanup: () => cleanUp(),
    instance: createInstanceFigures({ storage, figures, startedAt: clock.now() }),
    endImpersonation: ({ params }, context) =>
      asAdmin(context, async (tx, { actor }) => {
        const ended = await tx.impersonations.end(params.impersonationId)
        if (!ended) throw new CoachError('RESOURCE_001')
        await note(tx, { creatorId: ended.creatorId, actor, action: 'support.left', subject: `impersonation:${ended.id}`, details: {} })
        return undefined
      }),
  }
}

/** In the log of each creator that the account works for. */
async function noteEverywhere(tx: StorageTx, input: { account: AccountRecord; actor: string; action: string; at: Date }): Promise<void> {
  const { account, actor, action, at } = input
  for (const { creator } of await tx.members.ofAccount(account.id)) {
    await tx.audit.append({ creatorId: creator.id, entry: { actor, action, subject: `account:${account.id}`, details: {} }, at })
  }
}

function toHostedCreator({ id, slug, name, language, tier, suspendedAt, createdAt }: CreatorRecord): HostedCreator {
  return { id, slug, name, language, tier, isActive: suspendedAt === null, createdAt: createdAt.toISOString() }
}

function toHostedAccount({ id, email, name, isAdmin, suspendedAt, createdAt }: AccountRecord): HostedAccount {
  return { id, email, name, isAdmin, isActive: suspendedAt === null, createdAt: createdAt.toISOString() }
}
