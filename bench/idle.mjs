import { figure } from './realtime/figures.mjs'
import { startProcess } from './realtime/processes.mjs'

const connections = 10_000
const rounds = 3

/** Memory of a connection that waits, subscribed to its conversation, beside a bare socket and one of Socket.IO. */
export async function measure() {
  const bytes = { coach: [], ws: [], socketio: [] }
  for (let round = 0; round < rounds; round += 1) {
    bytes.ws.push(await perConnection('ws', './bare-process.mjs', 'ws'))
    bytes.coach.push(await perConnection('coach', './layer-process.mjs'))
    bytes.socketio.push(await perConnection('socketio', './bare-process.mjs', 'socketio'))
  }
  return [
    figure(`idle.${connections}.rss`, { values: bytes.coach, floors: bytes.ws, unit: 'KB' }),
    figure(`idle.${connections}.rss-beside-socket.io`, { values: bytes.coach, floors: bytes.socketio, unit: 'KB' }),
  ]
}

async function perConnection(kind, file, ...args) {
  const server = await startProcess(file, ...args)
  const load = await startProcess('./socket-process.mjs')
  try {
    // The first few make the program itself grow.
    await load.call('open', { kind, ...(await server.call('prepare', 100)) })
    const before = await server.call('usage')
    await load.call('open', { kind, ...(await server.call('prepare', connections)) })
    const after = await server.call('usage')
    return (after.rssKb - before.rssKb) / connections
  } finally {
    await load.stop()
    await server.stop()
  }
}
