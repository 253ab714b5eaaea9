import { domainMatches } from '../domain/origin/allowed-domain.js'
import type { CallingPage } from '../domain/origin/calling-page.js'
import { originAllowed, sameOrigin } from '../domain/origin/origin-allowed.js'
import { parseOrigin } from '../domain/origin/parse-origin.js'
import type { AllowedDomainLists, CreatorReference } from '../features/creators/index.js'

/** Which pages may call. `null` (sandboxed frames, files) and what cannot be read are nobody; a caller that is no browser has no page. */
export interface OriginPolicy {
  /** What can be known before the creator is: whether the server, or any creator, lists the page. */
  mayPreflight(page: CallingPage): Promise<boolean>
  /** Whether the page may use this creator's coach; without one, whether the server lists it. */
  mayCall(page: CallingPage, creator: CreatorReference | undefined): Promise<boolean>
}

/**
 * The server's own pages and those of `allowedOrigins`, whoever the creator is; in development local ones too. Then those the creator lists.
 * Without `lists`, as while the database is away, no creator has any.
 */
export function originPolicy(options: { allowedOrigins: string[]; development: boolean; lists?: AllowedDomainLists }): OriginPolicy {
  const { development, lists } = options
  const listed = options.allowedOrigins.map((origin) => new URL(origin).origin)
  const ofServer = ({ origin, host, mustBeNamed }: CallingPage) => {
    if (origin === undefined) return !mustBeNamed
    // The server's own pages need no list, also in production.
    return sameOrigin(origin, host) || originAllowed({ origin, host, allowedDomains: listed, development })
  }
  return {
    async mayPreflight(page) {
      if (ofServer(page)) return true
      const origin = parseOrigin(page.origin)
      if (!origin || !lists) return false
      return (await lists.all()).some((domain) => domainMatches(domain, origin, development))
    },
    async mayCall(page, creator) {
      if (ofServer(page)) return true
      if (!creator || !lists || !parseOrigin(page.origin)) return false
      return originAllowed({ origin: page.origin, host: page.host, allowedDomains: await lists.of(creator), development })
    },
  }
}
