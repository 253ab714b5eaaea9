import { isStopWord, stemOf, words } from './tokenise.js'

/** Where a text has the words of a query, in whatever form, as offsets into it (UTF-16 units), in order. */
export function highlights({ text, query, language }: { text: string; query: string; language: string | undefined }): { start: number; end: number }[] {
  const asked = words(query)
  const subject = asked.filter((word) => !isStopWord(word, language))
  // A query of small words alone means those.
  const wanted = new Set((subject.length > 0 ? subject : asked).map((word) => stemOf(word, language)))
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].flatMap(({ 0: word, index }) =>
    words(word).some((part) => wanted.has(stemOf(part, language))) ? [{ start: index, end: index + word.length }] : [],
  )
}
