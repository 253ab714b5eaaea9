const letters = 'abcdefghijklmnopqrstuvwxyz'
const oneWordIn = 3
const shortestWord = 4

/** One word in three misspelt by one letter (swapped, lost, doubled or replaced), the same way at each run. */
export function misspell(text, seed) {
  const random = randomFrom(seed)
  return text.replace(/\p{L}+/gu, (word) => (random(oneWordIn) === 0 && word.length >= shortestWord ? misspeltWord(word, random) : word))
}

function misspeltWord(word, random) {
  const at = 1 + random(word.length - 2)
  const before = word.slice(0, at)
  const after = word.slice(at + 1)
  const edits = [
    () => `${before}${after[0]}${word[at]}${after.slice(1)}`,
    () => `${before}${after}`,
    () => `${before}${word[at]}${word[at]}${after}`,
    () => `${before}${letters[random(letters.length)]}${after}`,
  ]
  return edits[random(edits.length)]()
}

/** Whole numbers below a bound, from the seed's FNV-1a hash on (mulberry32). */
function randomFrom(seed) {
  let state = 0x811c9dc5
  for (const letter of seed) state = Math.imul(state ^ letter.codePointAt(0), 0x01000193)
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound
  }
}
