import type { Language, LocalText } from '@coachkit/contract'
import type { ExtrasWords } from './extras/words.js'
import type { FormWords } from './form/words.js'
import type { Locale } from './locale.js'

/** Those of the launcher, in the order of its labels. */
const ofLauncher = ['open', 'close', 'notLoaded'] as const

/** A page's own words in place of the widget's, by name: one text for every language, or `{ es, en, pt }`. What is left out stays as it is. */
export type WidgetWords = { [Name in keyof (Locale & ExtrasWords & FormWords) | (typeof ofLauncher)[number]]?: LocalText }

/** Puts a page's words in the place of those of one language, or of the launcher's labels. */
export type Reword = <Words extends object>(words: Words, language: Language) => Words

/** By the page's words and then by those that they stand in for, so that whoever compares sees that nothing changed. */
const made = new WeakMap<object, WeakMap<object, object>>()

/** What is no text, and what there is in other languages alone, changes nothing. */
export function reworded<Words extends object>(words: Words, own: WidgetWords, language: Language): Words {
  const known = made.get(own) ?? new WeakMap<object, object>()
  made.set(own, known)
  if (!known.has(words)) known.set(words, replaced(words, own, language))
  return known.get(words) as Words
}

function replaced(words: object, own: WidgetWords, language: Language): object {
  const textOf = (name: string, text: unknown) => {
    const given: unknown = own[name as keyof WidgetWords]
    const chosen = typeof given === 'object' ? (given as Partial<Record<Language, unknown>> | null)?.[language] : given
    return typeof chosen === 'string' ? chosen : text
  }
  if (Array.isArray(words)) return words.map((text, at) => textOf(ofLauncher[at] ?? '', text))
  return Object.fromEntries(Object.entries(words).map(([name, text]) => [name, textOf(name, text)]))
}
