import { domainMatches, parseAllowedDomain } from './allowed-domain.js'
import { isLocalHost, parseOrigin } from './parse-origin.js'

export interface OriginCheck {
  /** The `Origin` header of a browser's request; absent is refused, so ask only when a browser calls (`cameFromBrowser`). */
  origin: string | undefined
  /** The `Host` header: a page of the server's own host is same-origin. */
  host: string | undefined
  /** The creator's list, entries as `parseAllowedDomain` reads them; an unreadable entry allows nobody. */
  allowedDomains: readonly string[]
  development: boolean
}

/**
 * Whether a page may use a creator's coach. Listed pages and those of the server's own host may; in development local ones too.
 * An empty list is a creator who has not decided: own and local pages in development, nobody in production.
 */
export function originAllowed({ origin, host, allowedDomains, development }: OriginCheck): boolean {
  const page = parseOrigin(origin)
  if (!page) return false
  if (development && isLocalHost(page.hostname)) return true
  if (allowedDomains.length === 0 && !development) return false
  if (sameOrigin(origin, host)) return true
  return allowedDomains.some((entry) => {
    const domain = parseAllowedDomain(entry)
    return domain !== undefined && domainMatches(domain, page, development)
  })
}

/** Whether the page was served by the host it calls. */
export function sameOrigin(origin: string | undefined, host: string | undefined): boolean {
  const page = parseOrigin(origin)
  return page !== undefined && host !== undefined && page.host === host.toLowerCase()
}

/**
 * Whether a request shows signs of a browser, which must then name its page. Header names in lower case.
 * `sec-fetch-mode` is no sign: Node's own fetch sends it.
 */
export function cameFromBrowser(headers: { 'user-agent'?: string | undefined; 'sec-fetch-site'?: string | string[] | undefined }): boolean {
  return headers['sec-fetch-site'] !== undefined || /^Mozilla\//i.test(headers['user-agent'] ?? '')
}
