/** Asks for `act`, which runs once per turn however often it is asked for. The promise is fulfilled when it has run. */
export function oncePerTurn(act: () => void): () => Promise<void> {
  let next: Promise<void> | undefined
  return () => {
    next ??= Promise.resolve().then(() => {
      next = undefined
      act()
    })
    return next
  }
}
