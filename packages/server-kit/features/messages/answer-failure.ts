import { CoachError } from '@coachkit/contract'
import { AdapterError } from '../../ports/index.js'
import type { Generation } from './generate.js'

/** A model that failed was asked again already: only one that asks to wait longer than that is worth the reader's time. */
export function mayPass(error: unknown): boolean {
  if (isOverQuota(error)) return false
  return !AdapterError.isInstance(error) || (error.retryable && error.retryAfterMs !== undefined)
}

/** How an answer ends of which `text` was shown. */
export function endingOf(error: unknown, text: string) {
  if (text) return { status: 'interrupted', errorCode: 'AI_004' } as const
  return { status: 'failed', errorCode: isOverQuota(error) ? 'QUOTA_001' : isTooLong(error) ? 'AI_003' : 'AI_001' } as const
}

/** What the log says of it. */
export function failureFields(error: unknown, generation: Generation | undefined) {
  const ofModel = generation && AdapterError.isInstance(error) ? error.adapter : generation?.model
  return { reason: isOverQuota(error) || AdapterError.isInstance(error) ? error.code : 'unexpected', languageModel: ofModel }
}

function isOverQuota(error: unknown): error is CoachError {
  return CoachError.isInstance(error) && error.code === 'QUOTA_001'
}

/** No model's window holds it. */
function isTooLong(error: unknown): boolean {
  return AdapterError.isInstance(error) && error.code === 'unable'
}
