import { cameFromBrowser } from './origin-allowed.js'

/** Which page calls, by the headers of its request. */
export interface CallingPage {
  /** The `Origin` header. */
  origin: string | undefined
  /** The `Host` header: where the page called to. */
  host: string | undefined
  /** A browser that should have named its page; without an origin it is nobody. */
  mustBeNamed: boolean
}

interface Headers {
  origin?: string | undefined
  host?: string | undefined
  'user-agent'?: string | undefined
  'sec-fetch-site'?: string | string[] | undefined
}

/** Of a socket's upgrade, which browsers never send without an origin. */
export function pageOfUpgrade(headers: Headers): CallingPage {
  return { origin: headers.origin, host: headers.host, mustBeNamed: cameFromBrowser(headers) }
}

/** Of an HTTP request. Browsers leave the origin out where a page of the server itself reads, and where somebody follows a link. */
export function pageOfRequest({ method, headers }: Request): CallingPage {
  const given = (name: string) => headers.get(name) ?? undefined
  const site = given('sec-fetch-site')
  const reads = method === 'GET' || method === 'HEAD'
  const embeds = (site === 'cross-site' || site === 'same-site') && given('sec-fetch-mode') !== 'navigate'
  const mustBeNamed = reads ? embeds : cameFromBrowser({ 'user-agent': given('user-agent'), 'sec-fetch-site': site })
  return { origin: given('origin'), host: given('host'), mustBeNamed }
}
