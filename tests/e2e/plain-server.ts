import { once } from 'node:events'
import { createServer } from 'node:http'
import { createCoachServer, jsonLogger } from '@coachkit/server-kit'
import { toNodeHandler } from '@coachkit/server-kit/node'

const mountPath = '/coach'

// A coach without samples, limits or models: what a test needs that uploads more than a person would.
const coach = createCoachServer({
  ...(process.env.COACHKIT_DATA_DIR ? { dataDir: process.env.COACHKIT_DATA_DIR } : {}),
  ...{ embedded: true, embedder: false, limits: false, mountPath, logger: jsonLogger({ level: 'error' }) },
})
await coach.start()
const { id: creatorId } = await coach.setup.ensureCreator({ slug: 'ana', name: 'Ana', language: 'es' })
const { key } = await coach.setup.createApiKey({ creatorId, name: 'test' })
const server = createServer(toNodeHandler(coach, { mountPath })).listen(Number(process.env.PORT), '127.0.0.1')
await once(server, 'listening')
process.stdout.write(`#key=${key}\nStop with Ctrl+C\n`)
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
server.close()
await coach.stop()
server.closeAllConnections()
