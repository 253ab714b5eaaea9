import type { Conversation } from '@coachkit/contract'

/** Where people answer, and while a person has the conversation. */
export function coachIsSilent({ kind, state }: Pick<Conversation, 'kind' | 'state'>): boolean {
  return kind === 'direct' || state === 'person'
}
