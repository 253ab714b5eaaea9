const maxLength = 2000
/** What no written address contains; parsers skip or repair these, each in its own way. */
const repaired = /[^\x21-\x7e]|\\/
/** Separators and control characters behind percent signs, at any depth: somebody may decode them. */
const hiddenSeparator = /%(?:25)*(?:2f|5c|[01][\da-f]|7f)/i
/** Only to read paths with; never part of a result. */
const anyOrigin = 'https://path.invalid'

/**
 * Where to send a person after signing in: a path of our own (`/hub?tab=1#top`), or an address of a listed origin, as `URL` writes it.
 * `undefined` for everything else; the caller then goes to its own start page.
 */
export function safeReturnPath(input: string, allowedOrigins: readonly string[]): string | undefined {
  if (input.length > maxLength || repaired.test(input)) return undefined
  return input.startsWith('/') ? ownPath(input) : listedAddress(input, allowedOrigins)
}

function ownPath(input: string): string | undefined {
  const [path = ''] = input.split(/[?#]/, 1)
  if (path.includes('//') || hiddenSeparator.test(path) || !URL.canParse(input, anyOrigin)) return undefined
  const url = new URL(input, anyOrigin)
  // Dot segments are gone by now: what is left must still be a path and not begin another host's address.
  return url.origin === anyOrigin && !url.pathname.startsWith('//') ? url.pathname + url.search + url.hash : undefined
}

function listedAddress(input: string, allowedOrigins: readonly string[]): string | undefined {
  if (!/^https?:\/\//i.test(input) || !URL.canParse(input)) return undefined
  const url = new URL(input)
  const listed = allowedOrigins.some((origin) => URL.canParse(origin) && new URL(origin).origin === url.origin)
  return listed && url.username === '' && url.password === '' ? url.href : undefined
}
