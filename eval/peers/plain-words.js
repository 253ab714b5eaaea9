/** The words of a question as a query language can take them. */
export function plainWords(text) {
  return text.normalize('NFKC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
}
