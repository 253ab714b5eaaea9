const maxLength = 300
const serialised = /^https?:\/\/[\x21-\x7e]+$/i
/** A label of a host name; pages do live under names with an underscore. */
const label = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/

/**
 * The page an `Origin` header names, or `undefined` when it is not scheme, host and port and nothing else.
 * `null` (sandboxed frames, files), other schemes and lists of origins are nobody.
 */
export function parseOrigin(header: string | undefined): URL | undefined {
  if (header === undefined || header.length > maxLength || !serialised.test(header) || !URL.canParse(header)) return undefined
  const url = new URL(header)
  const written = header.toLowerCase()
  const defaultPort = url.protocol === 'https:' ? ':443' : ':80'
  // Whatever the parser had to repair was not written by a browser.
  const canonical = written === url.origin || (url.port === '' && written === url.origin + defaultPort)
  return canonical && isHostName(url.hostname) ? url : undefined
}

/** A plain host name or address, as `URL` writes it: lower case, punycode, no empty label. */
export function isHostName(hostname: string): boolean {
  return hostname.startsWith('[') || hostname.split('.').every((part) => label.test(part))
}

/** Pages of this machine: `localhost`, names under it, and loopback addresses. */
export function isLocalHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}
