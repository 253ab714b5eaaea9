const maxLength = 254
/** RFC 5322's unquoted characters without `%` and `!`, which old mail servers read as routes to another host. */
const localPart = /^[a-z0-9#$&'*+/=?^_`{|}~-]+(?:\.[a-z0-9#$&'*+/=?^_`{|}~-]+)*$/
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * The one form of an e-mail address in which accounts are stored, compared and written to, in lower case; `undefined` when it is not a plain address.
 * Nothing is repaired: comments, quotes, address literals, spaces and letters beyond ASCII are refused, since another program may read them as somebody else.
 */
export function normaliseEmail(text: string): string | undefined {
  if (text.length > maxLength || !/^[\x21-\x7e]+$/.test(text)) return undefined
  const [local = '', domain = '', ...more] = text.toLowerCase().split('@')
  const labels = domain.split('.')
  const domainIsName = labels.length > 1 && labels.every((part) => label.test(part)) && !/^\d+$/.test(labels.at(-1) ?? '')
  return more.length === 0 && local.length <= 64 && localPart.test(local) && domainIsName ? `${local}@${domain}` : undefined
}

/** Whether two addresses are one account. Two that are not addresses are none. */
export function sameAccount(one: string, other: string): boolean {
  const email = normaliseEmail(one)
  return email !== undefined && email === normaliseEmail(other)
}
