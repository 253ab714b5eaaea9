import type { Context } from 'hono'
import { type CallLimits, type CallVerdict, type CountedCall, refuseUnlessAllowed } from '../dispatch/call-limits.js'
import type { AppEnv } from './app-deps.js'

/** Characters; Turnstile's are at most 2,048, reCAPTCHA's somewhat more. */
const longestResponse = 8192

/** Counts a request before anything of its body is read, and tells the caller what is left. Throws RATE_001. */
export async function limitCall(input: { limits: CallLimits; context: Context<AppEnv>; call: CountedCall }): Promise<CallVerdict | undefined> {
  const { limits, context, call } = input
  const verdict = await limits.count({ ...call, captchaResponse: context.req.header('x-captcha-response')?.slice(0, longestResponse) })
  if (!verdict) return undefined
  context.header('ratelimit-limit', String(verdict.limit))
  context.header('ratelimit-remaining', String(verdict.remaining))
  context.header('ratelimit-reset', String(Math.ceil(verdict.resetMs / 1000)))
  refuseUnlessAllowed(verdict)
  return verdict
}

export function callerAddress(limits: CallLimits, context: Context<AppEnv>): string | undefined {
  return limits.addressOf({ peer: context.env.peer, headers: context.req.raw.headers })
}
