/** Digits and signs that are written for letters; `1`, `!` and `|` stand for either of two. */
const lookalikes: Record<string, string> = { '@': 'a', '4': 'a', '3': 'e', '0': 'o', '5': 's', $: 's', '7': 't', '8': 'b', '9': 'g' }
const eitherOf = ['1', '!', '|']

/** Lower-case letters without their accents, one for each code point. */
export function fold(text: string): string[] {
  return [...text].map((letter) => [...letter.toLowerCase().normalize('NFD')][0] ?? letter)
}

/** As written, and with digits and signs read as letters. */
export function plainSpellings(text: string): string[][] {
  const written = fold(text)
  const read = (one: string) => written.map((letter) => (eitherOf.includes(letter) ? one : (lookalikes[letter] ?? letter)))
  return [written, read('i'), read('l')]
}
