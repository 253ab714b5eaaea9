import type { Receipt } from '@coachkit/contract'

/** How far the participants of conversations have come. */
export interface ParticipantRepository {
  /** Raises what is below, to the newest message at most. `changed`: it was. `undefined` when there is no such conversation. */
  mark(input: { conversationId: string; participantId: string; delivered: number; read: number }): Promise<{ receipt: Receipt; changed: boolean } | undefined>
  /** Those of a conversation, the furthest first, 100 at most. */
  list(conversationId: string): Promise<Receipt[]>
  /** For each conversation, the messages that are not the participant's own and that it has not read. What is still being written does not count. */
  unread(input: { participantId: string; conversationIds: string[] }): Promise<Map<string, number>>
  /** Notes when they were last there. */
  seen(participants: { conversationId: string; participantId: string; at: Date }[]): Promise<void>
}
