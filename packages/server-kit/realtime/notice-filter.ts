import { type CoachEvent, noticeFilter } from '@coachkit/contract'

/** Whether `subscribe.data` of a channel without a log can be read; nothing is no filter. */
export function isFilter(data: unknown): boolean {
  return data === undefined || data === null || noticeFilter.safeParse(data).success
}

/** What a reader that asked so is told. */
export function wantedBy(data: unknown): (event: CoachEvent) => boolean {
  const { types, conversations } = noticeFilter.safeParse(data).data ?? {}
  return (event) => {
    const conversationId = conversationOf(event)
    return (types?.includes(event.type) ?? true) && (conversationId === undefined || (conversations?.includes(conversationId) ?? true))
  }
}

function conversationOf(event: CoachEvent): string | undefined {
  if ('conversationId' in event) return event.conversationId
  return 'conversation' in event ? event.conversation.id : undefined
}
