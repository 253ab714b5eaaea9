import ipaddr from 'ipaddr.js'

/** Global unicast of IPv6; what lies outside is local, special or embeds an IPv4 address. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')
/** A public address that answers inside one cloud only: Azure's metadata and agent endpoint. */
const cloudInternal = new Set(['168.63.129.16'])

/**
 * Whether an IP address (text, without brackets) is one of the public internet. Everything with a special purpose is not:
 * private, loopback, link-local, carrier-grade NAT, multicast, documentation, and the IPv6 forms that carry an IPv4 address.
 */
export function isPublicAddress(text: string): boolean {
  if (!isAddress(text)) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast') return false
  return address instanceof ipaddr.IPv6 ? address.match(globalUnicast) : !cloudInternal.has(address.toString())
}

/** Whether text is an IP address as `URL` and resolvers write it, rather than a name or a short or octal form. */
export function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
}
