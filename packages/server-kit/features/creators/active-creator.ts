import { CoachError } from '@coachkit/contract'
import type { CreatorRecord, Storage } from '../../ports/index.js'

/** The creator with this public name. Throws CREATOR_001 or, while it is suspended, CREATOR_003. */
export async function activeCreator(input: { storage: Storage; slug: string }): Promise<CreatorRecord> {
  const creator = await input.storage.as({ system: 'sign-in' }, (tx) => tx.creators.findBySlug(input.slug))
  if (!creator) throw new CoachError('CREATOR_001')
  if (creator.suspendedAt) throw new CoachError('CREATOR_003')
  return creator
}
