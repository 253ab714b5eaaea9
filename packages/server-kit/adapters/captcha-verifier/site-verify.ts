import * as z from 'zod/mini'
import { AdapterError, type CaptchaVerifier } from '../../ports/index.js'

const addresses = {
  turnstile: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
  hcaptcha: 'https://api.hcaptcha.com/siteverify',
  recaptcha: 'https://www.google.com/recaptcha/api/siteverify',
}
/** Score from which reCAPTCHA v3 calls somebody human (its documentation's own default). */
const humanScore = 0.5

export interface SiteVerifyOptions {
  provider: keyof typeof addresses
  /** Public: the page draws the challenge with it. */
  siteKey: string
  secret: string
  /** Another address of the same protocol, such as a proxy of one's own. */
  url?: string
}

const answer = z.object({ success: z.boolean(), score: z.optional(z.number()) })

/** Turnstile, hCaptcha or reCAPTCHA: all three are asked alike. */
export function siteVerify({ provider, siteKey, secret, url = addresses[provider] }: SiteVerifyOptions): CaptchaVerifier {
  return {
    challenge: { provider, siteKey },
    async verify({ response, clientAddress, signal }) {
      const body = new URLSearchParams({ secret, response, ...(clientAddress === undefined ? {} : { remoteip: clientAddress }) })
      const { success, score = 1 } = await ask(url, { method: 'POST', body, signal, redirect: 'error' })
      return { passed: success && score >= humanScore }
    },
  }
}

async function ask(url: string, init: RequestInit): Promise<z.infer<typeof answer>> {
  try {
    const response = await fetch(url, init)
    if (!response.ok) throw failure(`http_${response.status}`)
    return answer.parse(await response.json())
  } catch (cause) {
    throw AdapterError.isInstance(cause) ? cause : failure('unreachable', cause)
  }
}

function failure(code: string, cause?: unknown): AdapterError {
  return new AdapterError({ adapter: 'captcha', code, retryable: true, message: 'The captcha service did not answer as it should.', cause })
}
