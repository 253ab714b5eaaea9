import type { ModelState } from '../../ports/index.js'
import type { faultOf } from './fault-of.js'

export interface CallRecord {
  add(call: { fault?: Fault | undefined; firstTokenMs?: number }): void
  /** Of the latest calls; `firstTokenMs` is their median. */
  summary(): { calls: number; errorRate: number; firstTokenMs?: number }
  /** Since the start. */
  failures(): ModelState['failures']
}
type Fault = ReturnType<typeof faultOf>

const kept = 100

/** How the latest calls of a model went. */
export function createCallRecord(): CallRecord {
  const calls: { failed: boolean; firstTokenMs?: number }[] = []
  const failures = { input: 0, model: 0, infrastructure: 0, timeouts: 0 }
  return {
    failures: () => ({ ...failures }),
    add({ fault, ...call }) {
      calls.push({ ...call, failed: fault !== undefined })
      if (fault) failures[fault.kind] += 1
      if (fault?.reason === 'timeout') failures.timeouts += 1
      if (calls.length > kept) calls.shift()
    },
    summary() {
      const failed = calls.filter((call) => call.failed).length
      const waits = calls.flatMap(({ firstTokenMs }) => firstTokenMs ?? []).sort((first, second) => first - second)
      const median = waits[waits.length >> 1]
      return { calls: calls.length, errorRate: calls.length === 0 ? 0 : failed / calls.length, ...(median === undefined ? {} : { firstTokenMs: median }) }
    },
  }
}
