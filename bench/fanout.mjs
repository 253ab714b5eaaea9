import { figure } from './realtime/figures.mjs'
import { startProcess } from './realtime/processes.mjs'

const redisUrl = process.env.COACHKIT_TEST_REDIS_URL ?? 'redis://127.0.0.1:6379'
const rounds = 3
const readers = 100
const perSecond = 200
const ms = 4000

/** From a publication on one instance to the reader of another, beside bare Redis pub/sub between two programs. */
export async function measure() {
  const [whole, bare] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await across('ws', './bare-process.mjs', 'ws', redisUrl))
    whole.push(await across('coach', './layer-process.mjs', redisUrl))
  }
  const of = (key) => ({ values: whole.map((each) => each[key]), floors: bare.map((each) => each[key]), unit: 'ms' })
  return [figure('fanout.p50', of('p50')), figure('fanout.p99', of('p99'))]
}

async function across(kind, file, ...args) {
  const [near, far] = [await startProcess(file, ...args), await startProcess(file, ...args)]
  const load = await startProcess('./socket-process.mjs')
  try {
    await load.call('open', { kind, ...(await far.call('prepare', readers)) })
    // Until both are connected to Redis.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const already = await publishFor(near, 1000, 0)
    await load.call('ages')
    const sent = await publishFor(near, ms, already)
    await new Promise((resolve) => setTimeout(resolve, 500))
    const heard = await load.call('ages')
    if (heard.count < sent * 0.99) throw new Error(`Of ${sent} only ${heard.count} arrived.`)
    return heard
  } finally {
    await load.stop()
    await near.stop()
    await far.stop()
  }
}

async function publishFor(near, duration, already) {
  const began = performance.now()
  let sent = 0
  while (performance.now() - began < duration) {
    const due = Math.floor(((performance.now() - began) / 1000) * perSecond)
    for (; sent < due; sent += 1) void near.call('publish', { at: (sent + already) % readers, offset: Math.floor((sent + already) / readers) + 1 })
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  return sent
}
