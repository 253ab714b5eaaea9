import { type Conversation, usualMessageLength } from '@coachkit/contract'
import { coachIsSilent } from '../handover/coach-is-silent.js'

/** Characters (UTF-16 code units) of one message: where a coach answers, and where people do. */
export interface MessageLength {
  coach: number
  people: number
}

/** The most that a message of a conversation may hold. */
export function longestIn(conversation: Pick<Conversation, 'kind' | 'state'>, { coach, people }: MessageLength): number {
  return coachIsSilent(conversation) ? people : coach
}

export function isUsualLength({ coach, people }: MessageLength): boolean {
  return coach === usualMessageLength.coach && people === usualMessageLength.people
}
