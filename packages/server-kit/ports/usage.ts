/** `exchanges`: questions answered. `tokens`: of language models, in and out. `microUsd`: what they cost, in millionths of a US dollar. */
export type UsageKind = 'exchanges' | 'tokens' | 'microUsd'
/** A part of a month's quota that was taken before the work. */
export interface UsageReservation {
  id: string
  kind: UsageKind
  month: string
}
/** Whole numbers; `month` like 2030-01. */
export interface UsageRepository {
  /**
   * Takes `amount` out of a month's quota, exactly, however many try at once; `undefined` when that would pass `limit` (absent: no limit).
   * `id` names the work: the same again is the first reservation and charges nothing. `crossed80`: this one crossed 80 % of `limit`,
   * told once a month and limit (and again to the same id).
   */
  reserve(input: {
    id: string
    kind: UsageKind
    month: string
    amount: number
    limit?: number | undefined
  }): Promise<{ reservation: UsageReservation; used: number; crossed80: boolean } | undefined>
  /** Corrects the reservation to what was used, also when that is more; once, a repeat changes nothing. */
  settle(reservation: UsageReservation, used: number): Promise<void>
  /** Gives all of it back. */
  release(reservation: UsageReservation): Promise<void>
  /** What was used of each kind, with what is reserved. */
  ofMonth(month: string): Promise<Record<UsageKind, number>>
}

/** What one call of a language model took. */
export interface ModelCall {
  conversationId: string
  messageId: string
  purpose: 'answer' | 'rewrite' | 'summary'
  /** `adapter:model`. */
  model: string
  promptTokens: number
  completionTokens: number
  /** The model did not say: counted by rule of thumb. */
  estimated: boolean
  /** Millionths of a US dollar; absent: the model has no price. */
  microUsd?: number
  /** Milliseconds to the first part; absent: none came. */
  firstTokenMs?: number
  totalMs: number
}
/** Calls added up. */
export interface ModelCallSum {
  calls: number
  promptTokens: number
  completionTokens: number
  microUsd: number
  /** Tokens of calls whose model did not say how many they were. */
  estimatedTokens: number
  /** Calls of models without a price. */
  unpricedCalls: number
}
export interface ModelCallRepository {
  add(call: ModelCall): Promise<void>
  /** From one moment until before another, in UTC days, months or by model; days and months oldest first, models dearest first. */
  sums(input: { from: Date; until: Date; by: 'day' | 'month' | 'model' }): Promise<(ModelCallSum & { key: string })[]>
  /** The newest first. */
  ofConversation(input: { conversationId: string; limit: number }): Promise<{ sum: ModelCallSum; calls: (ModelCall & { createdAt: Date })[] }>
}
