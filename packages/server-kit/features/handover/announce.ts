import type { DurableConversationEvent } from '@coachkit/contract'
import type { Bus, LoggedEvent } from '../../ports/index.js'

/** Tells those in the conversation, and those who look after all of them. */
export function announce(bus: Bus, { creatorId, conversationId, events }: { creatorId: string; conversationId: string; events: LoggedEvent[] }): void {
  for (const { offset, event } of events) {
    bus.publish(`conversation:${conversationId}`, { kind: 'durable', offset, event })
    if (isStep(event)) bus.publish(`creator:${creatorId}`, { kind: 'ephemeral', event: untitled(event) })
  }
}

type Step = Extract<DurableConversationEvent, { conversation: unknown }>

function isStep(event: DurableConversationEvent): event is Step {
  return 'conversation' in event
}

/** A key that only reads material hears this channel too, and a title is what a visitor wrote. */
function untitled({ type, conversation: { title: _, ...conversation } }: Step): Step {
  return { type, conversation }
}
