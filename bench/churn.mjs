import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase } from './realtime/database.mjs'
import { median, round } from './realtime/figures.mjs'
import { startProcess } from './realtime/processes.mjs'

const connections = 500
/** An hour tells most; memory that is kept by each connection shows within minutes. */
const minutes = Number(process.env.COACHKIT_MINUTES ?? 3)

/**
 * Visitors who come, read, ask and go, over and over, on PostgreSQL: what a coach's process holds when all are gone, at the end beside
 * the middle of the time. The first rounds make the program itself grow.
 */
export async function measure() {
  const folder = await mkdtemp(join(tmpdir(), 'coachkit-bench-'))
  const database = await createDatabase()
  const coach = await startProcess('./coach-process.mjs', database.url, join(folder, 'files'))
  const load = await startProcess('./socket-process.mjs')
  const held = []
  try {
    const until = performance.now() + minutes * 60_000
    while (performance.now() < until) {
      await load.call('open', { kind: 'coach', ...(await coach.call('prepare', connections)) })
      await load.call('echo', { perSecond: 1000, ms: 1000 })
      await load.call('drop')
      held.push(await coach.call('usage'))
    }
  } finally {
    await load.stop()
    await coach.stop()
    await database.drop()
    await rm(folder, { recursive: true })
  }
  const rounds = held.length
  const third = Math.floor(rounds / 3)
  const of = (key, from) => median(held.slice(from, from + third).map((each) => each[key]))
  const grown = (key) => ({ value: round((of(key, rounds - third) - of(key, third)) / 1024), unit: 'MB' })
  return [
    { name: 'churn.connections', value: rounds * connections, unit: 'connections' },
    { name: 'churn.rss', value: round(held.at(-1).rssKb / 1024), unit: 'MB' },
    { name: 'churn.rss-grown', ...grown('rssKb'), floor: 0 },
    { name: 'churn.heap-grown', ...grown('heapKb'), floor: 0 },
  ]
}
