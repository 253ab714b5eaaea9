import ipaddr from 'ipaddr.js'
import { canonicalAddress } from './canonical-address.js'

/** The network of an address as `clientAddress` gives it, in which many are: the /24 of an IPv4 one, the /48 of an IPv6 one. */
export function networkOf(address: string): string | undefined {
  const known = canonicalAddress(address.replace(/\/64$/, ''))
  if (!known) return undefined
  if (known instanceof ipaddr.IPv4) return `${known.octets.slice(0, 3).join('.')}.0/24`
  return `${new ipaddr.IPv6([...known.parts.slice(0, 3), 0, 0, 0, 0, 0]).toString()}/48`
}
