const perSecond = 20
const burst = 40

/** A token bucket for one connection's commands: 20 a second, bursts of 40. */
export function commandAllowance(now: () => number = () => performance.now()) {
  let tokens = burst
  let filledAt = now()
  return {
    take(): boolean {
      const at = now()
      tokens = Math.min(burst, tokens + ((at - filledAt) / 1000) * perSecond)
      filledAt = at
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}
