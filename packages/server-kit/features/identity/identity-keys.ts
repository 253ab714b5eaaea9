import { randomBytes } from 'node:crypto'
import type { IdentityKey } from '@coachkit/contract'
import { v7 as newId } from 'uuid'
import type { Clock, IdentityKeyRecord, SecretPlace, Secrets, SharedKey, Storage, StorageTx } from '../../ports/index.js'

export interface IdentityDeps {
  storage: Storage
  secrets: Secrets
  clock: Clock
}
export interface ByActor {
  creatorId: string
  /** As the audit log names it. */
  actor?: string
}

/** Servers that sign with the former key have so long to change. */
const overlapMs = 24 * 3_600_000

/** Makes a key that vouches for a creator's users; its secret is shown this once. The former goes on for a day, any older one ends. */
export async function createIdentityKey(deps: IdentityDeps, { creatorId, actor = 'system' }: ByActor): Promise<{ key: IdentityKey; secret: string }> {
  const { storage, secrets, clock } = deps
  const id = newId()
  const secret = `cki_${randomBytes(32).toString('base64url')}`
  const sealed = await secrets.seal(Buffer.from(secret), placeOf(creatorId, id))
  const key = await storage.as({ creatorId }, async (tx) => {
    await tx.identityKeys.hold()
    const [former, ...older] = await tx.identityKeys.live()
    if (former) await tx.identityKeys.expire({ id: former.id, at: new Date(clock.now().getTime() + overlapMs) })
    for (const each of older) await tx.identityKeys.remove(each.id)
    const added = await tx.identityKeys.add({ id, sealed })
    await noteIdentity(deps, tx, { creatorId, actor, action: 'identity_key.created', subject: `identity_key:${id}` })
    return added
  })
  return { key: identityKeyOf(key), secret }
}

/** The keys that vouch now, opened. */
export async function openIdentityKeys({ storage, secrets }: Omit<IdentityDeps, 'clock'>, creatorId: string): Promise<SharedKey[]> {
  const records = await storage.as({ creatorId }, (tx) => tx.identityKeys.live())
  return Promise.all(records.map(async ({ id, sealed }) => ({ id, secret: await secrets.open(sealed, placeOf(creatorId, id)) })))
}

/** Seals secrets under the newest encryption key, so that an older one can go. */
export async function resealIdentityKeys({ storage, secrets }: Omit<IdentityDeps, 'clock'>): Promise<void> {
  const stale = (await storage.as({ system: 'keys' }, (tx) => tx.identityKeys.all())).filter(({ sealed }) => secrets.isStale(sealed))
  for (const { id, creatorId, sealed } of stale) {
    const place = placeOf(creatorId, id)
    const anew = await secrets.seal(await secrets.open(sealed, place), place)
    await storage.as({ system: 'keys' }, (tx) => tx.identityKeys.reseal({ id, sealed: anew }))
  }
}

export function identityKeyOf({ id, createdAt, expiresAt }: IdentityKeyRecord): IdentityKey {
  return { id, createdAt: createdAt.toISOString(), ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}) }
}

export async function noteIdentity(
  { clock }: Pick<IdentityDeps, 'clock'>,
  tx: StorageTx,
  input: { creatorId: string; actor: string; action: string; subject: string; details?: Record<string, string> },
): Promise<void> {
  const { creatorId, details = {}, ...entry } = input
  await tx.audit.append({ creatorId, entry: { ...entry, details }, at: clock.now() })
}

function placeOf(creatorId: string, row: string): SecretPlace {
  return { creatorId, table: 'identity_keys', column: 'sealed', row }
}
