/** Straight marks open before a word only: what follows a number are inches. */
const quoted = /(?<![\p{L}\p{N}])"([^"]+)"|“([^”]+)”|«([^»]+)»|„([^“”]+)[“”]/gu

/** What a question puts in quotation marks. */
export function quotedPhrases(question: string): string[] {
  return [...question.matchAll(quoted)].map((match) => (match.slice(1).find((phrase) => phrase !== undefined) ?? '').trim()).filter((phrase) => phrase !== '')
}
