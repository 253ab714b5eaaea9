import { originAllowed, sameOrigin } from '../domain/origin/origin-allowed.js'

export interface OriginPolicy {
  /** Whether a page of this origin may call. A browser must name its page on an upgrade; other callers have none. */
  allowed(origin: string | undefined, host: string | undefined, fromBrowser?: boolean): boolean
}

/** The server's own pages and the listed ones; in development any local page too. `null` (sandboxed frames, files) is nobody. */
export function originPolicy(options: { allowedOrigins: string[]; development: boolean }): OriginPolicy {
  const allowedDomains = options.allowedOrigins.map((origin) => new URL(origin).origin)
  return {
    allowed(origin, host, fromBrowser = false) {
      if (origin === undefined) return !fromBrowser
      // The server's own pages need no list, also in production.
      return sameOrigin(origin, host) || originAllowed({ origin, host, allowedDomains, development: options.development })
    },
  }
}
