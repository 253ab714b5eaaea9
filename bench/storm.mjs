import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase } from './realtime/database.mjs'
import { figure, round as rounded } from './realtime/figures.mjs'
import { startProcess } from './realtime/processes.mjs'

const connections = 10_000
const rounds = 2
const perSecond = 1000
const ms = 5000

/** All come back at once, each with a ticket and to its conversation, beside bare sockets; and 1,000 stored messages a second among them. On PostgreSQL. */
export async function measure() {
  const folder = await mkdtemp(join(tmpdir(), 'coachkit-bench-'))
  const database = await createDatabase()
  const coach = await startProcess('./coach-process.mjs', database.url, folder)
  const bare = await startProcess('./bare-process.mjs', 'ws')
  try {
    const [values, floors] = [[], []]
    for (let round = 0; round < rounds; round += 1) {
      floors.push(await comeBack(bare, 'ws'))
      values.push(await comeBack(coach, 'coach'))
    }
    return [figure(`storm.${connections}.reconnect`, { values, floors, unit: 'ms' }), ...(await deliver(coach))]
  } finally {
    await coach.stop()
    await bare.stop()
    await database.drop()
    await rm(folder, { recursive: true })
  }
}

async function comeBack(server, kind) {
  const load = await startProcess('./socket-process.mjs')
  try {
    await load.call('open', { kind, ...(await server.call('prepare', connections)) })
    const again = await server.call('prepare', connections)
    await load.call('drop')
    const { ms: took } = await load.call('open', { kind, atOnce: connections, ...again })
    return took
  } finally {
    await load.stop()
  }
}

async function deliver(coach) {
  const load = await startProcess('./send-process.mjs')
  try {
    await load.call('connect', await coach.call('prepare', connections))
    await load.call('sendAll', { rate: perSecond, ms: 1000 })
    const { perSecond: reached, p50, p99 } = await load.call('sendAll', { rate: perSecond, ms })
    return [
      { name: `storm.${connections}.messages`, value: rounded(reached), unit: 'per s' },
      { name: `storm.${connections}.delivery.p50`, value: rounded(p50), unit: 'ms' },
      { name: `storm.${connections}.delivery.p99`, value: rounded(p99), unit: 'ms' },
    ]
  } finally {
    await load.stop()
  }
}
