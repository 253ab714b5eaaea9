import type { Member } from './member.js'

export interface RollbackRule {
  /** Answers that a canary gives before it is judged; 20. */
  minimumCalls: number
  /** How much higher its error rate may be than that of the others, 0 to 1; 0.1. */
  moreErrors: number
  /** How many times longer its first part may take than theirs, as medians; 3. Less than 500 ms more is never too long. */
  timesSlower: number
}

const defaults: RollbackRule = { minimumCalls: 20, moreErrors: 0.1, timesSlower: 3 }
const unnoticedMs = 500

/** Why a canary is to be taken out of use; `undefined`: it is not. A circuit that opens is reason enough, whatever the number of calls. */
export function rollbackOf(member: Member, members: readonly Member[], rule: Partial<RollbackRule> = {}): 'errors' | 'latency' | undefined {
  const { minimumCalls, moreErrors, timesSlower } = { ...defaults, ...rule }
  const others = members.filter((other) => other !== member && !other.canary && !other.rolledBack)
  if (!member.canary || member.rolledBack || others.length === 0) return undefined
  if (member.state().circuit !== 'closed') return 'errors'
  const own = member.record.summary()
  if (own.calls < minimumCalls) return undefined
  const theirs = others.map(({ record }) => record.summary()).filter(({ calls }) => calls > 0)
  const usual = Math.max(0, ...theirs.map(({ errorRate }) => errorRate))
  if (own.errorRate > usual + moreErrors) return 'errors'
  const waits = theirs.flatMap(({ firstTokenMs }) => firstTokenMs ?? [])
  if (own.firstTokenMs === undefined || waits.length === 0) return undefined
  const longest = Math.max(...waits)
  return own.firstTokenMs > longest * timesSlower && own.firstTokenMs > longest + unnoticedMs ? 'latency' : undefined
}
