import type { HandoverSettings, RouteInput, Routes } from '@coachkit/contract'
import { usualKeywords } from '../../domain/handover/person-phrases.js'
import type { Clock, CreatorRecord, Principal, Storage } from '../../ports/index.js'
import { actorOf } from '../audit/index.js'

const usual: HandoverSettings = { kind: 'ai', keywords: [...usualKeywords], unknownAnswers: 2 }

/** Who answers a creator's visitors: what the creator said, and the defaults for the rest. */
export function handoverOf({ handover }: Pick<CreatorRecord, 'handover'>): HandoverSettings {
  return { ...usual, ...handover }
}

/** Changes what is given, and notes which it was. */
export async function updateSettings(
  { storage, clock }: { storage: Storage; clock: Clock },
  principal: Principal,
  given: RouteInput<Routes['handover']['updateSettings']>['body'],
): Promise<HandoverSettings> {
  const { creatorId } = principal
  const fields = Object.entries(given).filter(([, value]) => value !== undefined)
  return storage.as({ creatorId }, async (tx) => {
    const handover = (await tx.creators.setHandover({ id: creatorId, handover: Object.fromEntries(fields) })) ?? {}
    if (fields.length > 0) {
      const details = { fields: fields.map(([field]) => field).join(' ') }
      const entry = { actor: actorOf(principal), action: 'creator.handover_changed', subject: `creator:${creatorId}`, details }
      await tx.audit.append({ creatorId, entry, at: clock.now() })
    }
    return handoverOf({ handover })
  })
}
