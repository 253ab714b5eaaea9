/** How far ahead in its source a chunk's next word may stand: marks and link targets lie between. */
const farthest = 40
const anchorWords = 6
const mostSkipped = 4

/** The words of a text with where they stand. */
export function wordsWithPlaces(text) {
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)].map((match) => ({
    word: match[0].normalize('NFKC').toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }))
}

/** For each chunk, in the source's order, the places of its words in the source's list of words. */
export function alignChunks({ words, chunks }) {
  const starts = new Map()
  for (const [at, { word }] of words.entries()) starts.set(word, [...(starts.get(word) ?? []), at])
  let from = 0
  return chunks.map((chunk) => {
    const own = wordsWithPlaces(chunk).map(({ word }) => word)
    const anchor = findAnchor({ words, own, starts, from })
    from = anchor
    return walk({ words, own, at: anchor })
  })
}

/** Where the chunk's first words stand together, at or after the beginning of the chunk before; its very first may be cut or a mark. */
function findAnchor({ words, own, starts, from }) {
  for (let length = Math.min(anchorWords, own.length); length > 0; length -= 1) {
    for (let skipped = 0; skipped + length <= Math.min(own.length, length + mostSkipped); skipped += 1) {
      const wanted = own.slice(skipped, skipped + length)
      const found = (starts.get(wanted[0]) ?? []).find((at) => at >= from && wanted.every((word, step) => words[at + step]?.word === word))
      if (found !== undefined) return found
    }
  }
  return from
}

function walk({ words, own, at }) {
  const places = []
  let next = at
  for (const word of own) {
    let ahead = next
    while (ahead < Math.min(words.length, next + farthest) && words[ahead].word !== word) ahead += 1
    if (words[ahead]?.word !== word || ahead >= next + farthest) continue
    places.push(ahead)
    next = ahead + 1
  }
  return places
}
