/** The hops of an `X-Forwarded-For`, the nearest last. Some proxies quote them. */
export function listedHops(header: string | null | undefined): string[] {
  return header?.trim() ? header.split(',').map(unquoted) : []
}

/** The `for` of each element of a `Forwarded` (RFC 7239), the nearest last; an element without one is ''. */
export function forwardedHops(header: string | null | undefined): string[] {
  return header?.trim() ? splitOutsideQuotes(header, ',').map(forOf) : []
}

function forOf(element: string): string {
  const pair = splitOutsideQuotes(element, ';').find((part) => /^\s*for\s*=/i.test(part))
  return pair === undefined ? '' : unquoted(pair.slice(pair.indexOf('=') + 1))
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts = ['']
  let quoted = false
  for (const character of text) {
    if (character === '"') quoted = !quoted
    if (character === separator && !quoted) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts
}

function unquoted(text: string): string {
  return text.trim().replace(/^"(.*)"$/, '$1')
}
