import { CoachError } from '@coachkit/contract'
import { type ClientAddressInput, clientAddress, type TrustedProxies } from '../domain/client-address/client-address.js'
import type { Limits } from '../domain/limits/default-limits.js'
import { isOfAddress, type LimitedCall, rulesFor } from '../domain/limits/rules-for.js'
import type { CaptchaVerifier, Logger, Principal, RateLimiter, RateLimitVerdict } from '../ports/index.js'
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
}

/** `challenge`: solving it lifts the refusal. */
export type CallVerdict = RateLimitVerdict & { challenge?: CaptchaVerifier['challenge'] }

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
}

export function createCallLimits({ limiter, limits, trustedProxies, allowanceOf, logger, captcha }: CallLimitsDeps): CallLimits {
  const redeem = captcha && createRedeem({ limiter, captcha, logger })
  let warned = limits === undefined || trustedProxies.length > 0
  const count: CallLimits['count'] = async (call) => {
    if (!limits) return undefined
    const allowance = call.principal && (await allowanceOf(call.principal.creatorId))
    const rules = rulesFor({ ...limitedCall(call), ...allowance }, limits)
    if (rules.length === 0) return undefined
    const verdict = await limiter.take(rules)
    if (verdict.allowed || !redeem || !isOfAddress(verdict.key)) return verdict
    const redeemed = await redeem(
      call,
      rules.filter(({ key }) => isOfAddress(key)),
    )
    return redeemed ? limiter.take(rules) : { ...verdict, challenge: captcha.challenge }
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
