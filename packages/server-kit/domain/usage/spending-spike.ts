const dayMs = 86_400_000
const usualDays = 7

/** When a day's use is told to the operator: so many times an ordinary day's, once it is worth looking at. */
export interface SpendingWatch {
  times: number
  fromTokens: number
}
/** What a creator's models took on a UTC day, like 2030-01-31. */
export interface DayOfUse {
  key: string
  promptTokens: number
  completionTokens: number
  microUsd: number
}

/** That day and the ones it is compared with. */
export function watchedDays(today: string): { from: Date; until: Date } {
  const midnight = Date.parse(today)
  return { from: new Date(midnight - usualDays * dayMs), until: new Date(midnight + dayMs) }
}

/** Whether today stands out from the mean of the days before; a day that is not among them took nothing. */
export function spikeIn(days: readonly DayOfUse[], today: string, { times, fromTokens }: SpendingWatch) {
  const spent = days.find(({ key }) => key === today)
  if (!spent || tokensOf(spent) < fromTokens) return undefined
  const before = days.reduce((sum, day) => sum + (day === spent ? 0 : tokensOf(day)), 0)
  const usualTokens = Math.round(before / usualDays)
  return tokensOf(spent) < times * usualTokens ? undefined : { tokens: tokensOf(spent), usualTokens, microUsd: spent.microUsd }
}

function tokensOf({ promptTokens, completionTokens }: DayOfUse): number {
  return promptTokens + completionTokens
}
