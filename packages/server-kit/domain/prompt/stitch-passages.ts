import type { GroundingPassage } from '../../ports/index.js'

/** Where a passage stands: passages of one document whose indexes follow each other overlap or touch. */
export interface PassagePlace {
  documentId?: string
  index?: number
}
/** A passage with what it adds to the one before it. */
export interface StitchedPassage {
  passage: GroundingPassage
  text: string
}

/** What chunks share with the one before them is below this; less than the shortest is chance. */
const longestOverlap = 1000
const shortestOverlap = 20

/** Passages that follow one another in a document, in reading order and without what they repeat; the run of the best passage first. */
export function stitchPassages(passages: readonly GroundingPassage[], placeOf: (passage: GroundingPassage) => PassagePlace): StitchedPassage[][] {
  const left = new Set(passages)
  const at = ({ documentId, index }: PassagePlace, step: number) =>
    documentId === undefined || index === undefined
      ? undefined
      : [...left].find((other) => placeOf(other).documentId === documentId && placeOf(other).index === index + step)
  const take = (from: GroundingPassage, step: number): GroundingPassage[] => {
    const next = at(placeOf(from), step)
    if (next === undefined) return []
    left.delete(next)
    return [next, ...take(next, step)]
  }
  return passages.flatMap((passage) => {
    if (!left.delete(passage)) return []
    const run = [...take(passage, -1).toReversed(), passage, ...take(passage, 1)]
    return [run.map((piece, place) => ({ passage: piece, text: withoutRepeated(run[place - 1]?.text ?? '', piece.text) }))]
  })
}

function withoutRepeated(before: string, text: string): string {
  for (let length = Math.min(before.length, text.length, longestOverlap); length >= shortestOverlap; length--)
    if (before.endsWith(text.slice(0, length))) return text.slice(length).trimStart()
  return text
}
