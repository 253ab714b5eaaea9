const maxNameLength = 253
const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/

/** Last labels that the public DNS does not serve: they answer, if at all, from inside a network. */
const innerDomains = new Set(
  'localhost local localdomain internal intranet lan home homenet corp private domain host svc cluster consul docker arpa onion alt invalid'.split(' '),
)
/** Public names that lead into a cloud's own metadata. */
const metadataName = /(?:^|\.)metadata\.goog$/

/** Whether a host name, as `URL` writes it, can be one of the public internet. Where it leads is for its addresses to say. */
export function isPublicName(hostname: string): boolean {
  const name = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname
  const labels = name.split('.')
  if (name.length > maxNameLength || labels.length < 2 || !labels.every((part) => label.test(part))) return false
  return !innerDomains.has(labels.at(-1) ?? '') && !metadataName.test(name)
}
