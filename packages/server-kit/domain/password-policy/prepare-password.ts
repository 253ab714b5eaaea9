/** Of UTF-8, after normalisation. Longer ones are refused before anything slow is done with them, never cut. */
export const maxPasswordBytes = 1024

/**
 * The form in which a password is judged, hashed and compared (NFKC), so that one typed on another keyboard is the same.
 * `undefined` when it is longer than the cap or holds half characters, which no keyboard writes.
 */
export function preparePassword(text: string): string | undefined {
  if (text.length > maxPasswordBytes || /\p{Cs}/u.test(text)) return undefined
  const prepared = text.normalize('NFKC')
  return new TextEncoder().encode(prepared).length > maxPasswordBytes ? undefined : prepared
}
