import type { Principal, StorageTx } from '../../ports/index.js'

/** How visitors see a person called: by a member's own name, else by the creator's. */
export async function personName(tx: StorageTx, { creatorId, ...principal }: Principal): Promise<string> {
  const id = principal.kind === 'member' && principal.role !== 'key' ? principal.memberId : undefined
  const member = id === undefined ? undefined : (await tx.members.list()).find(({ accountId }) => accountId === id)
  return member?.name ?? (await tx.creators.find(creatorId))?.name ?? ''
}
