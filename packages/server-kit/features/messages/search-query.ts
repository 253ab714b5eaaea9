import type { Message } from '@coachkit/contract'

const followUp = /^(?:¿?\s*(?:y|e|pero|and|but|mas)\b)|\b(?:eso|esa|ese|ello|esto|lo mismo|it|that|those|this|them|isso|isto|ela|ele)\b/iu
const shortQuestion = 4

/** What to search for: a short or pointing question is read together with the one before it. */
export function searchQuery(question: string, history: Pick<Message, 'role' | 'text'>[]): string {
  const previous = history.findLast(({ role }) => role === 'user')?.text
  if (!previous) return question
  const words = question.match(/[\p{L}\p{N}]+/gu) ?? []
  return words.length < shortQuestion || followUp.test(question) ? `${previous}\n${question}` : question
}
