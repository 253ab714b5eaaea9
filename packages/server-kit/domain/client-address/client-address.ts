import ipaddr from 'ipaddr.js'
import { canonicalAddress, canonicalRange } from './canonical-address.js'
import { forwardedHops, listedHops } from './forwarded-hops.js'

/** More proxies than this in a row are nobody's; what lies beyond is not read. */
const maxTrustedHops = 32

/** The proxies whose word is taken, from `trustProxies`. */
export type TrustedProxies = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number][]

/** Reads addresses and ranges, like `10.0.0.2` and `10.0.0.0/8`. Throws a RangeError that names the first that is neither. */
export function trustProxies(texts: readonly string[]): TrustedProxies {
  return texts.map((text) => {
    const range = canonicalRange(text)
    if (!range) throw new RangeError(`${JSON.stringify(text)} is neither an address nor a range like 10.0.0.0/8.`)
    return range
  })
}

export interface ClientAddressInput {
  /** Who holds the connection; absent when the host cannot say. */
  peer: string | undefined
  /** The request's headers, by lower-case name. */
  headers: { get(name: string): string | null | undefined }
  trustedProxies: TrustedProxies
}

/**
 * Whose calls these are, as one key: an IPv4 address, or the /64 of an IPv6 one, always written the same way. `undefined` without a peer.
 *
 * Only trusted proxies are believed: reading from the connection outwards, the first address that is none of them is the client.
 * Of `X-Forwarded-For` and `Forwarded` either will do; when they disagree, or what decides is no address, the peer is taken.
 */
export function clientAddress({ peer, headers, trustedProxies }: ClientAddressInput): string | undefined {
  const connected = canonicalAddress(peer ?? '')
  if (!connected) return undefined
  const isTrusted = (address: ipaddr.IPv4 | ipaddr.IPv6) => trustedProxies.some(([range, prefix]) => sameKind(address, range) && address.match(range, prefix))
  if (!isTrusted(connected)) return keyOf(connected)
  const tellings = [listedHops(headers.get('x-forwarded-for')), forwardedHops(headers.get('forwarded'))].filter((hops) => hops.length > 0)
  const clients = new Set(tellings.map((hops) => keyOf(outermost(hops, isTrusted) ?? connected)))
  const [client] = clients
  return client !== undefined && clients.size === 1 ? client : keyOf(connected)
}

/** Of hops, the nearest last: the first that is not trusted, else the farthest; `undefined` when one on the way is no address. */
function outermost(hops: readonly string[], isTrusted: (address: ipaddr.IPv4 | ipaddr.IPv6) => boolean): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  let reached: ipaddr.IPv4 | ipaddr.IPv6 | undefined
  for (const hop of hops.slice(-maxTrustedHops - 1).reverse()) {
    reached = canonicalAddress(hop)
    if (!reached || !isTrusted(reached)) return reached
  }
  return hops.length > maxTrustedHops ? undefined : reached
}

function keyOf(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  if (address instanceof ipaddr.IPv4) return address.toString()
  return `${new ipaddr.IPv6([...address.parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`
}

function sameKind(address: ipaddr.IPv4 | ipaddr.IPv6, range: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address.kind() === range.kind()
}
