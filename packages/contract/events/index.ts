import type { EventOf } from '../define-events.js'
import { conversationEvents, inboxEvents } from './conversation.js'
import { documentEvents } from './document.js'
import { durableMessageEvents, ephemeralMessageEvents } from './message.js'
import { participantEvents } from './participant.js'
import { websiteEvents } from './website.js'

export const events = {
  ...durableMessageEvents,
  ...ephemeralMessageEvents,
  ...documentEvents,
  ...websiteEvents,
  ...conversationEvents,
  ...inboxEvents,
  ...participantEvents,
}
export const durableConversationEvents = { ...durableMessageEvents, ...conversationEvents }

/** Anything a conversation channel carries. */
export type ConversationEvent = EventOf<typeof durableMessageEvents & typeof ephemeralMessageEvents & typeof conversationEvents & typeof participantEvents>
export type DurableConversationEvent = EventOf<typeof durableConversationEvents>
export type EphemeralConversationEvent = EventOf<typeof ephemeralMessageEvents & typeof participantEvents>
export type DocumentEvent = EventOf<typeof documentEvents>
export type WebsiteEvent = EventOf<typeof websiteEvents>
/** What the people who answer are told, beside the material. */
export type InboxEvent = EventOf<typeof conversationEvents & typeof inboxEvents>
export type CoachEvent = EventOf<typeof events>
