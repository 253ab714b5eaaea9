import { defaultLimits, type Limit, type Limits } from '../domain/limits/default-limits.js'
import { rulesProblem } from '../domain/limits/rules-problem.js'

/** The limits that hold: the defaults with a host's own in their places; `undefined` when they are off. Throws a RangeError that names the first that is unknown or cannot be counted. */
export function readLimits(given: Partial<Limits> | false | undefined): Limits | undefined {
  if (given === false) return undefined
  const limits: Limits = { ...defaultLimits, ...given }
  for (const [name, entry] of Object.entries(limits)) {
    if (!(name in defaultLimits)) throw new RangeError(name)
    for (const limit of everyLimit(entry)) {
      if (!isLimit(limit) || rulesProblem([{ ...limit, key: name }], 1)) throw new RangeError(name)
    }
  }
  return limits
}

/** One limit, several windows of one, or one for each tier. */
function everyLimit(entry: Limits[keyof Limits] | undefined): unknown[] {
  if (Array.isArray(entry)) return entry
  return entry && !('windowMs' in entry) ? Object.values(entry) : [entry]
}

function isLimit(value: unknown): value is Limit {
  return typeof value === 'object' && value !== null && 'limit' in value && typeof value.limit === 'number' && 'windowMs' in value
}
