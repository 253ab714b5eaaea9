import type { Tier } from '@coachkit/contract'
import type { BackOff, RateLimitRule } from '../../ports/index.js'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** A rule without the key it counts by. */
export type Limit = Omit<RateLimitRule, 'key'>

/** Who guesses waits a minute, then two, up to an hour. */
const forGuessing: BackOff = { firstMs: minute, maxMs: hour }
/** Who floods waits ten seconds, then twenty, up to an hour. Short at first: many people may share an address. */
const forFlooding: BackOff = { firstMs: 10 * second, maxMs: hour }

const perMinute = (limit: number) => ({ limit, windowMs: minute })

/** What holds unless a host says otherwise. Whatever applies to a call is layered, the strictest wins. */
export const defaultLimits = {
  /** Credentials, each kind of route apart, so that a forgotten password can still be reset after wrong ones. */
  credentialsPerAddress: { ...perMinute(5), backOff: forGuessing },
  /** From all addresses together. Without blocks: whoever knows an account's name could keep its owner out. */
  credentialsPerAccount: { limit: 10, windowMs: 15 * minute },
  /** The first connection of a socket, and five more. */
  connectionsPerSession: perMinute(6),
  requestsPerAddress: { ...perMinute(100), backOff: forFlooding },
  /** Of a member or a visitor's session. */
  requestsPerUser: perMinute(100),
  /** Questions to the coach; for a visitor the widget's own setting replaces it. */
  questionsPerUser: perMinute(10),
  /** Messages between people. */
  directMessagesPerUser: perMinute(60),
  /** Messages of either kind, in all windows at once. */
  messagesPerUser: [perMinute(100), { limit: 1000, windowMs: hour }, { limit: 10_000, windowMs: day }],
  chatPerCreator: perMinute(100),
  uploadsPerCreator: perMinute(10),
  embeddingsPerCreator: perMinute(50),
  /** Each other route that changes something, counted apart. */
  changesPerCreator: perMinute(30),
  /** All requests of a creator's members and visitors. Absent: the other limits are the fair use. */
  requestsPerTier: { free: { limit: 1000, windowMs: hour }, premium: { limit: 10_000, windowMs: hour } },
} satisfies Limits

/** Every limit by name; a host overrides single ones. */
export interface Limits {
  credentialsPerAddress: Limit
  credentialsPerAccount: Limit
  connectionsPerSession: Limit
  requestsPerAddress: Limit
  requestsPerUser: Limit
  questionsPerUser: Limit
  directMessagesPerUser: Limit
  messagesPerUser: Limit[]
  chatPerCreator: Limit
  uploadsPerCreator: Limit
  embeddingsPerCreator: Limit
  changesPerCreator: Limit
  requestsPerTier: Partial<Record<Tier, Limit>>
}
