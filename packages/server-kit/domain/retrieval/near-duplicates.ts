import { foldAccents, words } from './tokenise.js'

const shingleLength = 3
const sameFrom = 0.9
/** Below this share passages only speak of the same thing, or overlap as neighbours do. */
const alikeFrom = 0.3
/** Of a passage's worth, what its own score makes; the rest is its likeness to what is taken already. */
const scoreWeight = 0.7

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

/**
 * The same, and another version of a better passage waits behind what says something else (maximal marginal relevance), so that
 * a page that is there in three versions leaves room. Measured in decisions/2026-11-22-near-duplicates.md.
 */
export function chooseDistinct<Passage extends { text: string; score: number }>(ranked: readonly Passage[], limit: number): Passage[] {
  let left = ranked.map((passage) => ({ passage, shingles: shinglesOf(passage.text), likeness: 0 }))
  const taken: Passage[] = []
  const worth = ({ passage, likeness }: (typeof left)[number]) => scoreWeight * passage.score - (likeness < alikeFrom ? 0 : (1 - scoreWeight) * likeness)
  while (taken.length < limit && left.length > 0) {
    const best = left.reduce((top, each) => (worth(each) > worth(top) ? each : top))
    taken.push(best.passage)
    left = left.filter((each) => each !== best)
    for (const each of left) each.likeness = Math.max(each.likeness, shareHeld(each.shingles, best.shingles))
    left = left.filter(({ likeness }) => likeness < sameFrom)
  }
  return taken
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
