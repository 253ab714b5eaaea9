import { foldAccents, words } from './tokenise.js'

/** A word that begins with a capital though no sentence begins there. */
const name = /(?<=[\p{L}\p{N},;:)"'»”’]\s+["'«“‘(]?)\p{Lu}\p{Ll}[\p{L}\p{N}]*(?:-[\p{L}\p{N}]+)*/gu
/** Where so many words begin with a capital, capitals are a habit of the writer. */
const mostNames = 0.6

/** The names in a question as folded words: the one part of it that no other word can stand for. */
export function namesIn(question: string): ReadonlySet<string> {
  const found = [...question.matchAll(name)].flatMap(([word]) => words(word)).map(foldAccents)
  return found.length > words(question).length * mostNames ? new Set() : new Set(found)
}
