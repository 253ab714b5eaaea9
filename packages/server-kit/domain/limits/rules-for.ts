import type { Tier } from '@coachkit/contract'
import type { RateLimitRule } from '../../ports/index.js'
import { defaultLimits, type Limit, type Limits } from './default-limits.js'

/**
 * What a route asks of the server. `chat`: a question to the coach. `direct-message`: one person to another. `embed`: text to vectors.
 * `connect`: opening a socket. `read`: it changes nothing. `other`: it changes something.
 */
export type RouteClass = 'login' | 'registration' | 'password-reset' | 'connect' | 'chat' | 'direct-message' | 'upload' | 'embed' | 'read' | 'other'

/** Who calls, as far as it is known. */
export interface LimitedCall {
  routeClass: RouteClass
  /** The route's name; `other` routes are counted by it. */
  route?: string | undefined
  /** As clientAddress() writes it. */
  ip?: string | undefined
  /** A visitor's. */
  sessionId?: string | undefined
  memberId?: string | undefined
  /** The account that a credential route is about, known or not: its id or normalised address. */
  accountId?: string | undefined
  creatorId?: string | undefined
  tier?: Tier | undefined
  /** Questions a visitor may ask in a minute, from the widget's settings. */
  widgetPerMinute?: number | undefined
}

/** Every rule that a call has to pass: for its address, its user, its account and its creator. */
export function rulesFor(call: LimitedCall, limits: Limits = defaultLimits): RateLimitRule[] {
  const rules: RateLimitRule[] = []
  const count = (limit: Limit | undefined, ...key: (string | undefined)[]) => {
    if (limit && key.every((part) => part !== undefined)) rules.push({ ...limit, key: key.join(':') })
  }
  const user = call.memberId !== undefined ? `member:${call.memberId}` : call.sessionId !== undefined ? `session:${call.sessionId}` : undefined

  count(limits.requestsPerAddress, 'address', call.ip)
  count(limits.requestsPerUser, 'user', user)
  if (call.tier) count(limits.requestsPerTier[call.tier], 'creator', call.creatorId)
  switch (call.routeClass) {
    case 'login':
    case 'registration':
    case 'password-reset':
      count(limits.credentialsPerAddress, call.routeClass, 'address', call.ip)
      count(limits.credentialsPerAccount, call.routeClass, 'account', call.accountId)
      break
    case 'connect':
      count(limits.connectionsPerSession, 'connect', call.ip ?? 'anywhere', user)
      break
    case 'chat':
      count(questions(call, limits), 'chat', user)
      for (const limit of limits.messagesPerUser) count(limit, 'messages', user)
      count(limits.chatPerCreator, 'chat', 'creator', call.creatorId)
      break
    case 'direct-message':
      count(limits.directMessagesPerUser, 'direct-message', user)
      for (const limit of limits.messagesPerUser) count(limit, 'messages', user)
      break
    case 'upload':
      count(limits.uploadsPerCreator, 'upload', 'creator', call.creatorId)
      break
    case 'embed':
      count(limits.embeddingsPerCreator, 'embed', 'creator', call.creatorId)
      break
    case 'other':
      count(limits.changesPerCreator, call.route ?? 'other', 'creator', call.creatorId)
      break
    case 'read':
      break
  }
  return rules
}

/** Whether a rule counts an address, whoever is behind it. */
export function isOfAddress(key: string): boolean {
  return /^(?:[\w-]+:)?address:/.test(key)
}

/** Whether a rule counts questions to the coach. */
export function isOfQuestions(key: string): boolean {
  return key.startsWith('chat:')
}

/** A creator may set what the widget's visitors get; its own members keep the default. */
function questions({ memberId, widgetPerMinute }: LimitedCall, { questionsPerUser }: Limits): Limit {
  return memberId !== undefined || widgetPerMinute === undefined ? questionsPerUser : { ...questionsPerUser, limit: widgetPerMinute }
}
