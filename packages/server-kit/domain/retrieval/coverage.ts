import type { AnalysedWord } from './analyse-text.js'
import { characterGrams } from './tokenise.js'

/** Below this likeness two words are taken for different ones. */
export const leastLikeness = 0.5

/** A question's word with what it weighs. */
export interface WeightedWord extends AnalysedWord {
  weight: number
}

/**
 * The share, by weight, of a question's words that a text holds; a misspelt word counts by the square of its likeness.
 * Of two languages only the words themselves compare, by their likeness: cognates are less alike, and stems meet by accident.
 */
export function coverage(question: readonly WeightedWord[], text: readonly AnalysedWord[], { sameLanguage = true } = {}): number {
  const stems = new Set(sameLanguage ? text.map((word) => word.stem) : [])
  const forms = new Set(text.map((word) => word.folded))
  let total = 0
  let covered = 0
  for (const word of question) {
    total += word.weight
    covered += word.weight * (stems.has(word.stem) || forms.has(word.folded) ? 1 : bestLikeness(word.folded, forms) ** (sameLanguage ? 2 : 1))
  }
  return total === 0 ? 0 : covered / total
}

function bestLikeness(word: string, forms: ReadonlySet<string>): number {
  const grams = new Set(characterGrams(word))
  let best = 0
  for (const form of forms) {
    if (!mayBeAlike(word.length, form.length)) continue
    const formGrams = characterGrams(form)
    const shared = formGrams.reduce((count, gram) => count + (grams.has(gram) ? 1 : 0), 0)
    best = Math.max(best, dice({ shared, left: grams.size, right: formGrams.length }))
  }
  return best >= leastLikeness ? best : 0
}

/** Short words differ by a letter and mean something else; words of very different lengths cannot share half of their grams. */
export function mayBeAlike(left: number, right: number): boolean {
  return left >= 4 && right >= 4 && Math.abs(left - right) <= 6
}

/** Twice the grams two words share, over all they have. */
export function dice({ shared, left, right }: { shared: number; left: number; right: number }): number {
  return (2 * shared) / (left + right)
}
