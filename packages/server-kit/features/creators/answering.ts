import type { AnsweringSettings, RouteInput, Routes } from '@coachkit/contract'
import { usualThreshold } from '../../domain/retrieval/confidence.js'
import type { Clock, CreatorRecord, Principal, Storage } from '../../ports/index.js'
import { actorOf } from '../audit/index.js'
import { mustExist } from './profile.js'

const usual: AnsweringSettings = { answerFrom: usualThreshold, emptyKnowledge: 'refuse', stopWhenLeftSeconds: null }

/** When a creator's coach answers: what the creator said, and the defaults for the rest. */
export function answeringOf({ answering }: Pick<CreatorRecord, 'answering'>): AnsweringSettings {
  return { ...usual, ...answering }
}

/** Changes what is given, and notes which it was. */
export async function setAnswering(
  { storage, clock }: { storage: Storage; clock: Clock },
  principal: Principal,
  given: RouteInput<Routes['creators']['setAnswering']>['body'],
): Promise<AnsweringSettings> {
  const { creatorId } = principal
  const fields = Object.entries(given).filter(([, value]) => value !== undefined)
  return storage.as({ creatorId }, async (tx) => {
    const answering = mustExist(await tx.creators.setAnswering({ id: creatorId, answering: Object.fromEntries(fields) }))
    const details = Object.fromEntries(fields.map(([field, value]) => [field, String(value)]))
    if (fields.length > 0) {
      const entry = { actor: actorOf(principal), action: 'creator.answering_changed', subject: `creator:${creatorId}`, details }
      await tx.audit.append({ creatorId, entry, at: clock.now() })
    }
    return answeringOf({ answering })
  })
}
