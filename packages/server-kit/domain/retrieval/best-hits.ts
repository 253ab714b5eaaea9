export interface LexicalHit {
  /** Place of the passage in the list the index was built from. */
  index: number
  /** 0 to 1 within this answer: 1 is the best hit. */
  score: number
}

/** The highest scores above nothing, best first; of equals the earlier. */
export function bestHits(scores: Float32Array, limit: number): LexicalHit[] {
  // A heap with the least of the kept on top: most passages are refused by one comparison.
  const heap: number[] = []
  const isLess = (left: number, right: number) => {
    const difference = (scores[left] ?? 0) - (scores[right] ?? 0)
    return difference < 0 || (difference === 0 && left > right)
  }
  const sink = () => {
    let at = 0
    for (;;) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && isLess(heap[child] ?? 0, heap[least] ?? 0)) least = child
      if (least === at) return
      swap(heap, at, least)
      at = least
    }
  }
  const rise = () => {
    for (let at = heap.length - 1; at > 0 && isLess(heap[at] ?? 0, heap[(at - 1) >> 1] ?? 0); at = (at - 1) >> 1) swap(heap, at, (at - 1) >> 1)
  }
  let least = 0
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index] ?? 0
    if (score <= least || limit <= 0) continue
    if (heap.length < limit) {
      heap.push(index)
      rise()
    } else {
      heap[0] = index
      sink()
    }
    if (heap.length === limit) least = scores[heap[0] ?? 0] ?? 0
  }
  return heap.sort((left, right) => (isLess(left, right) ? 1 : -1)).map((index) => ({ index, score: scores[index] ?? 0 }))
}

function swap(heap: number[], left: number, right: number): void {
  const held = heap[left] ?? 0
  heap[left] = heap[right] ?? 0
  heap[right] = held
}
