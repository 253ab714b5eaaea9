/** PostgreSQL stores neither NUL nor half a surrogate pair; both become U+FFFD, as a browser would show them. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD')
}

/** The same for every string inside a value that is stored as JSON. */
export function storableJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) => (typeof inner === 'string' ? storableText(inner) : inner))
}
