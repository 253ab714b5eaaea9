/** The address of a link that may be shown as one: absolute http(s) without credentials, or mail, with no space or control character. */
export function safeLink(address: string): { href: string; host: string } | undefined {
  if (!/^(?:https?:\/\/|mailto:)[!-\uffff]+$/i.test(address)) return undefined
  try {
    const { href, host, username, password } = new URL(address)
    return username || password ? undefined : { href, host }
  } catch {
    return undefined
  }
}
