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
  let left: Candidate<Passage>[] = ranked.map((passage) => ({ passage, likeness: 0, comparedWith: 0 }))
  const taken: Candidate<Passage>[] = []
  while (taken.length < limit && left.length > 0) {
    const best = left.reduce((top, each) => (worth(each) > worth(top) ? each : top))
    // Likeness only grows, so whoever is best after all comparisons is: few others have to be read.
    if (best.comparedWith < taken.length) {
      compare(best, taken)
      if (best.likeness < sameFrom) continue
    } else taken.push(best)
    left = left.filter((each) => each !== best)
  }
  return taken.map(({ passage }) => passage)
}

interface Candidate<Passage> {
  passage: Passage
  shingles?: ReadonlySet<string>
  /** The highest to those taken that it was compared with, the first so many. */
  likeness: number
  comparedWith: number
}

function worth({ passage, likeness }: Candidate<{ score: number }>): number {
  return scoreWeight * passage.score - (likeness < alikeFrom ? 0 : (1 - scoreWeight) * likeness)
}

function compare(candidate: Candidate<{ text: string }>, taken: readonly Candidate<{ text: string }>[]): void {
  candidate.shingles ??= shinglesOf(candidate.passage.text)
  for (const other of taken.slice(candidate.comparedWith)) {
    other.shingles ??= shinglesOf(other.passage.text)
    candidate.likeness = Math.max(candidate.likeness, shareHeld(candidate.shingles, other.shingles))
  }
  candidate.comparedWith = taken.length
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
