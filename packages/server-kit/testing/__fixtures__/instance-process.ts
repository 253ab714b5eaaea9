import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ollama } from '../../adapters/language-model/ollama/index.js'
import { createCoachServer } from '../../create-coach-server.js'
import { attachRealtime, createShutdown, toNodeHandler } from '../../hosts/node.js'

/** One instance in a process of its own: on the database `argv[2]`, with the model server `argv[3]` and the data folder `argv[4]`; tells its port. SIGTERM stops it in order, within `argv[5]` milliseconds. */
const [database = '', modelUrl = '', dataDir = '', withinMs] = process.argv.slice(2)
const coach = createCoachServer({
  database,
  dataDir,
  languageModel: ollama({ model: 'test-chat', url: modelUrl }),
  embedder: false,
  limits: false,
  jobs: { leaseMs: 2000 },
  logger: { info() {}, warn() {}, error() {} },
})
await coach.start()
const server = createServer(toNodeHandler(coach))
attachRealtime(server, coach)
createShutdown(server, coach, withinMs ? { withinMs: Number(withinMs) } : {})
await once(server.listen(0, '127.0.0.1'), 'listening')
process.send?.({ port: (server.address() as AddressInfo).port })
