import type * as z from 'zod/mini'

/** Declares the events of a noun: `{ 'message.delta': schema }`. */
export function defineEvents<const Events extends Record<string, z.ZodMiniType>>(events: Events): Events {
  return events
}

/** The payload union of some events, each with its `type`. */
export type EventOf<Events extends Record<string, z.ZodMiniType>> = {
  [Type in keyof Events & string]: { type: Type } & z.output<Events[Type]>
}[keyof Events & string]
