import { commonPasswords } from './common-passwords.js'
import { commonRoots } from './common-roots.js'

const shortest = 4
interface Dictionary {
  words: ReadonlySet<string>
  beginnings: ReadonlySet<string>
  longest: number
}
let dictionary: Dictionary | undefined

/** How many of `letters`, from `from` on, make the longest known word for which `fits` holds; 0 when none does. */
export function knownWordLength(letters: readonly string[], from: number, fits: (word: string, to: number) => boolean): number {
  dictionary ??= readDictionary()
  const { words, beginnings, longest } = dictionary
  if (!beginnings.has(letters.slice(from, from + shortest).join(''))) return 0
  for (let to = Math.min(letters.length, from + longest); to - from >= shortest; to -= 1) {
    const word = letters.slice(from, to).join('')
    if (words.has(word) && fits(word, to)) return to - from
  }
  return 0
}

function readDictionary(): Dictionary {
  const words = new Set([commonPasswords, commonRoots].flatMap((list) => list.trim().split(/\s+/)))
  const beginnings = new Set([...words].map((word) => word.slice(0, shortest)))
  return { words, beginnings, longest: Math.max(...[...words].map(({ length }) => length)) }
}
