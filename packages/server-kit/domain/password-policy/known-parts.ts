import { knownWordLength } from './dictionary.js'
import { fold, plainSpellings } from './fold.js'

/** A stretch of a password that a guesser tries first: [from, to) in code points. */
export interface KnownPart {
  kind: 'common' | 'personal' | 'pattern'
  from: number
  to: number
}

const shortestPersonal = 3
const shortestPattern = 3
/** The longest unit whose repetitions are a pattern. */
const longestUnit = 4
const fewestRepetitions = 3
const keyboardRows = ['1234567890', '!@#$%^&*()_+', 'qwertyuiop', 'qwertzuiop', 'azertyuiop', 'asdfghjkl', 'zxcvbnm', 'yxcvbnm']
const keyboardColumns = ['1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '147', '258', '369']
const followers = new Map<string, Set<string>>()
for (const line of [...keyboardRows, ...keyboardColumns]) {
  for (const [index, key] of [...line].entries()) followers.set(key, (followers.get(key) ?? new Set()).add(line[index + 1] ?? ''))
}

/** Common passwords, also written with digits for letters. One that ends amid a number is another: of `summer2026`, `summer20` is no part. */
export function commonParts(password: string): KnownPart[] {
  const written = fold(password)
  const isAmidNumber = (at: number) => isDigit(written[at - 1] ?? '') && isDigit(written[at] ?? '')
  return plainSpellings(password).flatMap((letters) =>
    stretches(letters, (from) => {
      const fits = (word: string, to: number) => /^\d+$/.test(word) || !(isAmidNumber(from) || isAmidNumber(to))
      return from + knownWordLength(letters, from, fits)
    }).map((part) => ({ kind: 'common', ...part })),
  )
}

/** Words of the person or the service, forwards and backwards. */
export function personalParts(password: string, words: readonly string[]): KnownPart[] {
  const wanted = words.map(fold).flatMap((word) => [word, word.toReversed()])
  const sought = wanted.filter((word) => word.length >= shortestPersonal).sort((first, second) => second.length - first.length)
  return plainSpellings(password).flatMap((letters) =>
    stretches(letters, (from) => {
      const found = sought.find((word) => word.every((letter, index) => letters[from + index] === letter))
      return from + (found?.length ?? 0)
    }).map((part) => ({ kind: 'personal', ...part })),
  )
}

/** One character or a few letters over and over, the alphabet or digits in order, and lines of the keyboard; in either direction. */
export function patternParts(password: string): KnownPart[] {
  const letters = fold(password)
  const sequences = [isSame, isNext, isPrevious, isRight, isLeft].flatMap((continues) =>
    stretches(letters, (from) => {
      let to = from + 1
      while (to < letters.length && continues(letters[to - 1] ?? '', letters[to] ?? '')) to += 1
      return to - from >= shortestPattern ? to : from
    }),
  )
  return [...sequences, ...repetitions(letters)].map((part) => ({ kind: 'pattern', ...part }))
}

function repetitions(letters: readonly string[]): { from: number; to: number }[] {
  return Array.from({ length: longestUnit }, (_, index) => index + 1).flatMap((unit) =>
    stretches(letters, (from) => {
      let to = from
      while (to < letters.length && isLetterOrDigit(letters[to] ?? '') && (to - from < unit || letters[to] === letters[to - unit])) to += 1
      return to - from >= unit * fewestRepetitions ? to : from
    }),
  )
}

const isSame = (first: string, second: string) => first === second
const isNext = (first: string, second: string) => isLetterOrDigit(first) && pointOf(second) === pointOf(first) + 1
const isPrevious = (first: string, second: string) => isNext(second, first)
const isRight = (first: string, second: string) => followers.get(first)?.has(second) ?? false
const isLeft = (first: string, second: string) => isRight(second, first)
const isDigit = (letter: string) => /\p{Nd}/u.test(letter)
const isLetterOrDigit = (letter: string) => /[\p{L}\p{Nd}]/u.test(letter)
const pointOf = (letter: string) => letter.codePointAt(0) ?? 0

/** Walks along, asking at each place where the stretch that begins there ends (the place itself: none does). */
function stretches(letters: readonly string[], endOf: (from: number) => number): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  for (let from = 0; from < letters.length; ) {
    const to = endOf(from)
    if (to > from) found.push({ from, to })
    from = Math.max(to, from + 1)
  }
  return found
}
