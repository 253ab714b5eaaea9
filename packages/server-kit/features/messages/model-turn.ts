import type { Message } from '@coachkit/contract'

/** A message as models read it: what a person said in the coach's place is what the visitor was told. */
export function modelTurn({ role, text }: Pick<Message, 'role' | 'text'>): { role: 'user' | 'assistant'; content: string } {
  return { role: role === 'user' ? 'user' : 'assistant', content: text }
}
