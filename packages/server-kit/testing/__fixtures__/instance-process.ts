import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as z from 'zod/mini'
import { ollama } from '../../adapters/language-model/ollama/index.js'
import { createCoachServer } from '../../create-coach-server.js'
import { defineTool } from '../../features/tools/index.js'
import { attachRealtime, createShutdown, toNodeHandler } from '../../hosts/node.js'

/** One instance in a process of its own: on the database `argv[2]`, with the model server `argv[3]` and the data folder `argv[4]`; tells its port. SIGTERM stops it in order, within `argv[5]` milliseconds. A tool reads the address `argv[6]`. */
const [database = '', modelUrl = '', dataDir = '', withinMs, toolUrl] = process.argv.slice(2)
const read = async (_input: object, { signal }: { signal: AbortSignal }) => (await fetch(toolUrl ?? '', { signal })).text()
const coach = createCoachServer({
  database,
  dataDir,
  languageModel: ollama({ model: 'test-chat', url: modelUrl }),
  embedder: false,
  limits: false,
  ...(toolUrl ? { tools: { lookup: defineTool({ description: 'Looks it up', input: z.object({}), run: read, timeoutMs: 60_000 }) } } : {}),
  jobs: { leaseMs: 2000 },
  logger: { info() {}, warn() {}, error() {} },
})
await coach.start()
const server = createServer(toNodeHandler(coach))
attachRealtime(server, coach)
createShutdown(server, coach, withinMs ? { withinMs: Number(withinMs) } : {})
await once(server.listen(0, '127.0.0.1'), 'listening')
process.send?.({ port: (server.address() as AddressInfo).port })
