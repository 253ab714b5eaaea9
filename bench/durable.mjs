import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase } from './realtime/database.mjs'
import { figure } from './realtime/figures.mjs'
import { startProcess } from './realtime/processes.mjs'

const rounds = 3
const ms = 2000
const sockets = 1024

/** A message over an authenticated socket until its acknowledgement, beside a bare INSERT of one row, on PostgreSQL and PGlite. */
export async function measure() {
  const folder = await mkdtemp(join(tmpdir(), 'coachkit-bench-'))
  const database = await createDatabase()
  try {
    const onPostgres = await compare('postgres', { place: database.url, table: database.url, files: join(folder, 'files') })
    const onPglite = await compare('pglite', { place: join(folder, 'coach'), table: join(folder, 'bare'), files: join(folder, 'files') })
    return [...onPostgres, ...onPglite]
  } finally {
    await database.drop()
    await rm(folder, { recursive: true })
  }
}

async function compare(name, { place, table, files }) {
  const coach = await startProcess('./coach-process.mjs', place, files)
  const load = await startProcess('./send-process.mjs')
  try {
    await load.call('openTable', table)
    await load.call('connect', await coach.call('prepare', sockets))
    await load.call('insertAll', { inFlight: 128, ms: 1000 })
    await load.call('sendAll', { inFlight: 128, ms: 1000 })
    const figures = []
    for (const inFlight of [128, 1024]) figures.push(...(await atLoad(`durable.${name}.${inFlight}`, load, inFlight)))
    return figures
  } finally {
    await load.stop()
    await coach.stop()
  }
}

/** In turns. Waiting times are taken at half of what each reached. */
async function atLoad(name, load, inFlight) {
  const [whole, bare] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    const floor = await load.call('insertAll', { inFlight, ms })
    const sent = await load.call('sendAll', { inFlight, ms })
    const calmFloor = await load.call('insertAll', { rate: floor.perSecond / 2, ms })
    const calm = await load.call('sendAll', { rate: floor.perSecond / 2, ms })
    bare.push({ perSecond: floor.perSecond, p99: calmFloor.p99 })
    whole.push({ perSecond: sent.perSecond, p99: calm.p99 })
  }
  const of = (key, unit) => ({ values: whole.map((each) => each[key]), floors: bare.map((each) => each[key]), unit })
  return [figure(`${name}.rate`, of('perSecond', 'per s')), figure(`${name}.p99-at-half`, of('p99', 'ms'))]
}
