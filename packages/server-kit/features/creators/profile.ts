import { isDeepStrictEqual } from 'node:util'
import { CoachError, type CreatorProfile, maxSettingsBytes, type RouteInput, type Routes } from '@coachkit/contract'
import { settingsProblem } from '../../domain/creator/settings-problem.js'
import type { Clock, CreatorDetails, Principal, ProfileRecord, Storage } from '../../ports/index.js'
import { actorOf } from '../audit/index.js'
import { logoPath } from './logo-path.js'

/** What a creator's own people see of it. */
export function profileOf(record: ProfileRecord): CreatorProfile {
  const { id, slug, name, companyName, language, tier, settings, createdAt, updatedAt } = record
  const logo = logoPath(record)
  return {
    id,
    slug,
    name,
    ...(companyName === null ? {} : { companyName }),
    language,
    tier,
    ...(logo === undefined ? {} : { logo }),
    settings,
    createdAt: createdAt.toISOString(),
    updatedAt: (updatedAt ?? createdAt).toISOString(),
  }
}

/** Changes what is given and differs, and notes which it was; what the values are, the log need not keep. */
export async function updateProfile(
  { storage, clock }: { storage: Storage; clock: Clock },
  principal: Principal,
  { name, companyName, language, settings }: RouteInput<Routes['creators']['updateProfile']>['body'],
): Promise<CreatorProfile> {
  const problem = settings && settingsProblem(settings, maxSettingsBytes)
  if (problem) throw new CoachError('VAL_001', { details: { issues: [{ path: 'body.settings', code: problem }] } })
  const { creatorId } = principal
  return storage.as({ creatorId }, async (tx) => {
    const before = mustExist(await tx.creators.profile(creatorId))
    const details = changed(before, { name, companyName, language, settings })
    const fields = Object.keys(details)
    if (fields.length === 0) return profileOf(before)
    const at = clock.now()
    const after = mustExist(await tx.creators.setProfile({ id: creatorId, details, at }))
    const entry = { actor: actorOf(principal), action: 'creator.profile_changed', subject: `creator:${creatorId}`, details: { fields: fields.join(' ') } }
    await tx.audit.append({ creatorId, entry, at })
    return profileOf(after)
  })
}

/** A creator that has gone since its credential was checked. */
export function mustExist<Found>(found: Found | undefined): Found {
  if (found === undefined) throw new CoachError('CREATOR_001')
  return found
}

type Given = { [Field in keyof CreatorDetails]: CreatorDetails[Field] | undefined }

function changed(before: CreatorDetails, given: Given): Partial<CreatorDetails> {
  return Object.fromEntries(
    Object.entries(given).filter(([field, value]) => value !== undefined && !isDeepStrictEqual(value, before[field as keyof CreatorDetails])),
  )
}
