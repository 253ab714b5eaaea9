import { isAddress, isPublicAddress } from './is-public-address.js'
import { isPublicName } from './is-public-name.js'

/** What no address of the web contains, though URL parsers repair it, each in its own way. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the point.
const repaired = /[\u0000-\u0020\u007f\\]/

const protocolPorts: Record<string, number> = { 'http:': 80, 'https:': 443 }

export type UrlVerdict = { ok: true; url: URL } | { ok: false; reason: UrlProblem }
export type UrlProblem = 'malformed' | 'scheme' | 'credentials' | 'port' | 'host'

/** Reads an address that someone else gave. Its host may still be a name that leads elsewhere: check its addresses when connecting. */
export function readPublicUrl(text: string, rules: { ports: readonly number[]; privateOrigins: readonly string[] }): UrlVerdict {
  if (repaired.test(text) || !URL.canParse(text)) return no('malformed')
  const url = new URL(text)
  const ownPort = protocolPorts[url.protocol]
  if (ownPort === undefined) return no('scheme')
  if (url.username !== '' || url.password !== '') return no('credentials')
  if (rules.privateOrigins.includes(url.origin)) return { ok: true, url }
  if (!rules.ports.includes(url.port === '' ? ownPort : Number(url.port))) return no('port')
  return isPublicHost(hostOf(url)) ? { ok: true, url } : no('host')
}

/** The host without the brackets of an IPv6 address. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

function no(reason: UrlProblem): UrlVerdict {
  return { ok: false, reason }
}

function isPublicHost(host: string): boolean {
  return isAddress(host) ? isPublicAddress(host) : isPublicName(host)
}
