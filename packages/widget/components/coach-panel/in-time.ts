/** Milliseconds that are always between two drawings of a growing answer, and how many times what the last one has cost. */
const [least, share] = [50, 16]

/** Draws at once, or while an answer grows so seldom that a slow machine has time for its page: nobody reads faster than that. */
export function inTime(draw: () => unknown, isGrowing: () => boolean): { draw(): void; end(): void } {
  let last = 0
  /** Milliseconds that the last frame took, most of them for layout and paint. */
  let cost = 0
  let next: ReturnType<typeof setTimeout> | undefined
  const now = () => {
    clearTimeout(next)
    next = undefined
    last = performance.now()
    draw()
    requestAnimationFrame(() => {
      const begun = performance.now()
      setTimeout(() => {
        cost = performance.now() - begun
      })
    })
  }
  return {
    draw() {
      const wait = isGrowing() ? last + Math.max(least, share * cost) - performance.now() : 0
      if (wait <= 0) now()
      else next ??= setTimeout(now, wait)
    },
    end: () => clearTimeout(next),
  }
}
