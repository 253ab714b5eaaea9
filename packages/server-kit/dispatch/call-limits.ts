import { CoachError } from '@coachkit/contract'
import { type ClientAddressInput, clientAddress, type TrustedProxies } from '../domain/client-address/client-address.js'
import type { Limits } from '../domain/limits/default-limits.js'
import { isOfAddress, isOfQuestions, type LimitedCall, rulesFor } from '../domain/limits/rules-for.js'
import { placeOf } from '../domain/limits/rules-problem.js'
import type { CaptchaVerifier, Logger, Principal, RateLimiter, RateLimitRule, RateLimitVerdict } from '../ports/index.js'
import { createRedeem } from './redeem-captcha.js'
import { routeClassOf } from './route-classes.js'

/** Who holds a connection, and what its request says of those before. */
export type Caller = Omit<ClientAddressInput, 'trustedProxies'>

export interface CountedCall {
  /** `noun.name` of a route, or what else is called. */
  route: string
  principal?: Principal | undefined
  /** As `addressOf` gives it. */
  address?: string | undefined
  /** The account that a credential is tried for, known or not: its address of e-mail. */
  accountId?: string | undefined
  /** What a solved challenge gave the page. */
  captchaResponse?: string | undefined
  /** The conversation it is about, as the caller names it. */
  conversationId?: string | undefined
}

export interface CallVerdict extends RateLimitVerdict {
  /** Solving it lifts the refusal. */
  challenge?: CaptchaVerifier['challenge']
  /** Of a message that was counted as one to people: counts it as a question too, before the coach is asked. Throws RATE_001. */
  admitQuestion?(): Promise<void>
}

/** Counts every call that comes in, whatever carries it. */
export interface CallLimits {
  /** Whose calls these are, as one key; `undefined` when the host does not say who holds the connection. */
  addressOf(caller: Caller): string | undefined
  /** Counts a call against all limits that hold for it; `undefined` where none does. */
  count(call: CountedCall): Promise<CallVerdict | undefined>
  /** The same. Throws RATE_001 when it is refused. */
  admit(call: CountedCall): Promise<void>
}

interface CallLimitsDeps {
  limiter: RateLimiter
  /** Absent: nothing is counted. */
  limits: Limits | undefined
  trustedProxies: TrustedProxies
  allowanceOf(creatorId: string): Promise<Pick<LimitedCall, 'tier' | 'widgetPerMinute'> | undefined>
  logger: Logger
  captcha?: CaptchaVerifier | undefined
  /** Which conversations people answer: `seen` as far as it is known here, `ask` for certain. */
  heldByPeople: { seen(conversationId: string): boolean; ask(input: { creatorId: string; conversationId: string }): Promise<boolean> }
}

export function createCallLimits({ limiter, limits, trustedProxies, allowanceOf, logger, captcha, heldByPeople }: CallLimitsDeps): CallLimits {
  const redeem = captcha && createRedeem({ limiter, captcha, logger })
  let warned = limits === undefined || trustedProxies.length > 0
  const judge = async (call: CountedCall, rules: RateLimitRule[]): Promise<CallVerdict> => {
    const verdict = await limiter.take(rules)
    if (verdict.allowed || !redeem || !isOfAddress(verdict.key)) return verdict
    const redeemed = await redeem(
      call,
      rules.filter(({ key }) => isOfAddress(key)),
    )
    return redeemed ? limiter.take(rules) : { ...verdict, challenge: captcha.challenge }
  }
  const count: CallLimits['count'] = async (call) => {
    if (!limits) return undefined
    const { principal, conversationId } = call
    const limited = { ...limitedCall(call), ...(principal && (await allowanceOf(principal.creatorId))) }
    const rules = rulesFor(limited, limits)
    if (rules.length === 0) return undefined
    if (call.route !== 'messages.send' || !principal || conversationId === undefined) return judge(call, rules)
    const judgeToPeople = async (): Promise<CallVerdict> => {
      const toPeople = rulesFor({ ...limited, routeClass: 'direct-message' }, limits)
      const ofQuestion = () => rules.filter((rule) => !toPeople.some((counted) => placeOf(rule) === placeOf(counted)))
      return { ...(await judge(call, toPeople)), admitQuestion: async () => refuseUnlessAllowed(await limiter.take(ofQuestion())) }
    }
    if (heldByPeople.seen(conversationId)) return judgeToPeople()
    const verdict = await judge(call, rules)
    // Only who is refused as one that asks the coach has to be told apart by reading.
    const mayBeToPeople = !verdict.allowed && isOfQuestions(verdict.key)
    return mayBeToPeople && (await heldByPeople.ask({ creatorId: principal.creatorId, conversationId })) ? judgeToPeople() : verdict
  }
  return {
    addressOf(caller) {
      // Behind a proxy that is not listed, all visitors are one address: the operator has to hear of it.
      if (!warned && (caller.headers.get('x-forwarded-for') || caller.headers.get('forwarded'))) {
        warned = true
        logger.warn('limits.proxy_not_trusted')
      }
      return clientAddress({ ...caller, trustedProxies })
    },
    count,
    async admit(call) {
      const verdict = await count(call)
      if (verdict) refuseUnlessAllowed(verdict)
    },
  }
}

export function refuseUnlessAllowed({ allowed, retryAfterMs, challenge }: CallVerdict): void {
  if (!allowed) throw new CoachError('RATE_001', { retryAfterMs, ...(challenge ? { details: { challenge } } : {}) })
}

function limitedCall({ route, principal, address, accountId }: CountedCall): Parameters<typeof rulesFor>[0] {
  return {
    routeClass: routeClassOf(route),
    route,
    ip: address,
    accountId,
    creatorId: principal?.creatorId,
    sessionId: principal?.kind === 'visitor' ? principal.sessionId : undefined,
    memberId: principal?.kind === 'member' ? principal.memberId : undefined,
  }
}
