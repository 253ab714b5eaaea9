/** Terms that may stand in for one misspelt word. */
const mostTerms = 8
/** Shorter words differ by a letter and mean something else. */
const shortestTerm = 4

/** The terms that are one letter away from this one: swapped, lost, added or replaced. */
export function alikeTerms(term: string, terms: readonly string[]): string[] {
  if (term.length < shortestTerm) return []
  return terms.filter((other) => isOneSlipAway(term, other)).slice(0, mostTerms)
}

function isOneSlipAway(left: string, right: string): boolean {
  if (Math.abs(left.length - right.length) > 1 || left === right) return false
  let start = 0
  while (start < left.length && left[start] === right[start]) start++
  let [leftEnd, rightEnd] = [left.length, right.length]
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd--
    rightEnd--
  }
  const [one, other] = [left.slice(start, leftEnd), right.slice(start, rightEnd)]
  return (one.length <= 1 && other.length <= 1) || (one.length === 2 && other.length === 2 && one[0] === other[1] && one[1] === other[0])
}
