import { AdapterError } from '../../../ports/index.js'

/** Lets work in, `atOnce` at a time; `waiting` more may stand in line, in order. The rest fails with AdapterError `busy`. */
export function createTurnstile({ atOnce, waiting }: { atOnce: number; waiting: number }): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const line: (() => void)[] = []
  let inside = 0
  return async (work) => {
    if (inside >= atOnce) {
      if (line.length >= waiting) throw busy()
      // Whoever leaves hands its place over, so that nobody slips in between.
      await new Promise<void>((enter) => line.push(enter))
    } else {
      inside += 1
    }
    try {
      return await work()
    } finally {
      const next = line.shift()
      if (next) next()
      else inside -= 1
    }
  }
}

function busy(): AdapterError {
  return new AdapterError({ adapter: 'argon2', code: 'busy', retryable: true, message: 'Too many passwords are being checked at once. Try again in a moment.' })
}
