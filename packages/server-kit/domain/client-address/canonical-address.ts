import ipaddr from 'ipaddr.js'

/** The longest an address can be written: a full IPv6 one with an IPv4 tail, a zone, brackets and a port. */
const maxLength = 80
/** `[address]` with or without a port, as URLs and headers write IPv6. */
const bracketed = /^\[([^[\]]+)\](?::\d{1,5})?$/
const withPort = /^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/
/** The interface an address was seen on; it says nothing about whose it is. */
const zone = /%[^%]*$/

/** One address of either kind, however it is written; an IPv4 address inside an IPv6 one is that IPv4 address. `undefined` for all else. */
export function canonicalAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (text.length > maxLength) return undefined
  const trimmed = text.trim()
  const bare = (bracketed.exec(trimmed)?.[1] ?? withPort.exec(trimmed)?.[1] ?? trimmed).replace(zone, '')
  // Four decimal parts and nothing else: 010.1, 0x7f.1 and 2130706433 are other addresses to other readers.
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare)
  if (!bare.includes(':') || !ipaddr.IPv6.isValid(bare)) return undefined
  const address = ipaddr.IPv6.parse(bare)
  return carriesIPv4(address) ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address
}

/** Mapped (::ffff:0:0/96), or as a translator before an IPv6-only server writes it (64:ff9b::/96). */
function carriesIPv4(address: ipaddr.IPv6): boolean {
  return address.isIPv4MappedAddress() || address.range() === 'rfc6052'
}

/** A range like `10.0.0.0/8`, or an address as the range of itself. */
export function canonicalRange(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | undefined {
  const [start = '', length, ...rest] = text.split('/')
  const address = canonicalAddress(start)
  if (!address || rest.length > 0) return undefined
  const bits = address.kind() === 'ipv4' ? 32 : 128
  if (length === undefined) return [address, bits]
  // A range of IPv4 addresses written as IPv6 ones counts its prefix from there.
  const prefix = Number(length) - (bits === 32 && start.includes(':') ? 96 : 0)
  return /^\d{1,3}$/.test(length) && prefix >= 0 && prefix <= bits ? [address, prefix] : undefined
}
