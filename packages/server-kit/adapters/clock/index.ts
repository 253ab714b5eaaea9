import type { Clock } from '../../ports/index.js'

/** The machine's clock. */
export function systemClock(): Clock {
  return { now: () => new Date() }
}
