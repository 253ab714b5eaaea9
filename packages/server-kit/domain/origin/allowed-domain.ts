import { isHostName } from './parse-origin.js'

/** One entry of a creator's allowed domains, parsed. */
export interface AllowedDomain {
  /** Absent: `https:`, and in development `http:` too. */
  protocol: 'http:' | 'https:' | undefined
  /** The name itself, or with `subdomains` the name that subdomains end with. */
  hostname: string
  /** As in a URL: empty for the protocol's own port. */
  port: string
  /** Written `*.name`: every subdomain at any depth, not the name itself. */
  subdomains: boolean
}

const written = /^(?:(https?):\/\/)?(\*\.)?([^\s/?#@\\*%]+)\/?$/i

/**
 * Reads `example.com`, `*.shop.test`, `app.example.org:8443` or `https://example.com`.
 * `undefined` when it is none of these; `*` and a star before a name of one label (`*.com`) would open the door to everyone.
 */
export function parseAllowedDomain(entry: string): AllowedDomain | undefined {
  const [, scheme, star, host] = written.exec(entry.trim()) ?? []
  if (host === undefined) return undefined
  const address = `${scheme ?? 'https'}://${host}`
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  const subdomains = star !== undefined
  if (!isHostName(url.hostname) || (subdomains && !canHaveSubdomains(url.hostname))) return undefined
  return { protocol: scheme === undefined ? undefined : (url.protocol as 'http:' | 'https:'), hostname: url.hostname, port: url.port, subdomains }
}

/** Whether the page at `origin` (of `parseOrigin`) is one that the entry means. */
export function domainMatches(domain: AllowedDomain, origin: URL, development: boolean): boolean {
  const protocolFits = domain.protocol === undefined ? origin.protocol === 'https:' || development : origin.protocol === domain.protocol
  const hostFits = domain.subdomains ? origin.hostname.endsWith(`.${domain.hostname}`) : origin.hostname === domain.hostname
  return protocolFits && hostFits && origin.port === domain.port
}

function canHaveSubdomains(hostname: string): boolean {
  return hostname.includes('.') && !hostname.startsWith('[') && !/^[\d.]+$/.test(hostname)
}
