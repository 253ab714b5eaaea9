import { foldAccents, words } from './tokenise.js'

const shingleLength = 3
const sameFrom = 0.9

/** Keeps the first of passages that say the same in (nearly) the same words, so that a repeated page takes one place. */
export function dropNearDuplicates<Passage extends { text: string }>(ranked: readonly Passage[], limit: number): Passage[] {
  const kept: { passage: Passage; shingles: ReadonlySet<string> }[] = []
  for (const passage of ranked) {
    if (kept.length === limit) break
    const shingles = shinglesOf(passage.text)
    if (!kept.some((other) => shareHeld(shingles, other.shingles) >= sameFrom)) kept.push({ passage, shingles })
  }
  return kept.map(({ passage }) => passage)
}

function shinglesOf(text: string): ReadonlySet<string> {
  const all = words(text).map(foldAccents)
  if (all.length <= shingleLength) return new Set([all.join(' ')])
  return new Set(Array.from({ length: all.length - shingleLength + 1 }, (_, start) => all.slice(start, start + shingleLength).join(' ')))
}

/** A longer passage that holds a better one whole still says more, so only its own share counts. */
function shareHeld(shingles: ReadonlySet<string>, kept: ReadonlySet<string>): number {
  let shared = 0
  for (const shingle of shingles) if (kept.has(shingle)) shared++
  return shared / shingles.size
}
