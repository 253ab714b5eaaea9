/** How many times as long as a drawing took, its frame's layout and paint included, nothing is drawn after it. */
const rest = 16
/** Milliseconds after which it is drawn again whatever the last time took: the page itself may have been slow. */
const longest = 1000

/** Draws at once, or while an answer grows in a small share of the time: on a slow machine more seldom, so that the page keeps its own. */
export function inTime(draw: () => unknown, isGrowing: () => boolean): () => void {
  let asked = false
  let resting = false
  const next = () => {
    resting = asked
    if (!asked) return
    asked = false
    requestAnimationFrame(() => {
      const begun = performance.now()
      draw()
      // The next task comes after the frame.
      setTimeout(() => setTimeout(next, Math.min(longest, rest * (performance.now() - begun))))
    })
  }
  return () => {
    if (!isGrowing()) return void draw()
    asked = true
    if (!resting) next()
  }
}
