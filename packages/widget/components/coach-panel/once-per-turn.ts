/**
 * Asks for `act`, which runs once per turn however often it is asked for; the first time in a task of its own, after the one that it was
 * made in. The promise is fulfilled when it has run.
 */
export function oncePerTurn(act: () => void): () => Promise<void> {
  const begun = new Promise<void>((resolve) => setTimeout(resolve))
  let next: Promise<void> | undefined
  return () => {
    next ??= begun.then(() => {
      next = undefined
      act()
    })
    return next
  }
}
