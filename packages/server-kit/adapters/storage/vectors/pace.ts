/** Rows of one transaction. */
const usual = 200
const [tooQuickMs, tooSlowMs] = [50, 150]

/**
 * How many rows a step takes. `isPatient`: nobody else gets a turn during one, so steps are kept short, however long a row takes; a row
 * that goes into an index takes longer the larger that is.
 */
export function createPace({ isPatient }: { isPatient: boolean }) {
  let limit = isPatient ? 1 : usual
  return async <Result>(step: (limit: number) => Promise<Result>): Promise<Result> => {
    const began = performance.now()
    const result = await step(limit)
    const took = performance.now() - began
    if (isPatient && took > tooSlowMs) limit = Math.max(1, limit >> 1)
    if (isPatient && took < tooQuickMs) limit = Math.min(usual, limit * 2)
    return result
  }
}
