export interface CallRecord {
  add(call: { failed: boolean; firstTokenMs?: number }): void
  /** Of the latest calls; `firstTokenMs` is their median. */
  summary(): { calls: number; errorRate: number; firstTokenMs?: number }
}

const kept = 100

/** How the latest calls of a model went. */
export function createCallRecord(): CallRecord {
  const calls: { failed: boolean; firstTokenMs?: number }[] = []
  return {
    add(call) {
      calls.push(call)
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
