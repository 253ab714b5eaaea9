import { figure } from './realtime/figures.mjs'
import { startProcess } from './realtime/processes.mjs'

const connections = 200
const perSecond = 3000
const ms = 4000
const rounds = 3

/** What the server's CPU does for a frame that asks and is answered and leaves nothing behind, beside a bare JSON echo and one of Socket.IO, at the same rate. */
export async function measure() {
  const cpu = { coach: [], ws: [], socketio: [] }
  for (let round = 0; round < rounds; round += 1) {
    cpu.ws.push(await perFrame('ws', './bare-process.mjs', 'ws'))
    cpu.coach.push(await perFrame('coach', './layer-process.mjs'))
    cpu.socketio.push(await perFrame('socketio', './bare-process.mjs', 'socketio'))
  }
  return [
    figure('ephemeral.cpu', { values: cpu.coach, floors: cpu.ws, unit: 'µs' }),
    figure('ephemeral.cpu-beside-socket.io', { values: cpu.coach, floors: cpu.socketio, unit: 'µs' }),
  ]
}

async function perFrame(kind, file, ...args) {
  const server = await startProcess(file, ...args)
  const load = await startProcess('./socket-process.mjs')
  try {
    await load.call('open', { kind, ...(await server.call('prepare', connections)) })
    await load.call('echo', { perSecond, ms: 1500 })
    const before = await server.call('usage')
    const { count } = await load.call('echo', { perSecond, ms })
    const after = await server.call('usage')
    return ((after.cpuMs - before.cpuMs) * 1000) / count
  } finally {
    await load.stop()
    await server.stop()
  }
}
