import { once } from 'node:events'
import { createServer } from 'node:http'
import { createCoachServer, jsonLogger, ollama } from '@coachkit/server-kit'
import { attachRealtime, createShutdown, toNodeHandler } from '@coachkit/server-kit/node'

const mountPath = '/coach'
const { COACHKIT_DATA_DIR: dataDir = '', COACHKIT_TEST_DATABASE: database, OLLAMA_URL: url = '', PORT } = process.env

// A coach without limits whose answers a model server writes, on the embedded database or on the one that is named.
const coach = createCoachServer({
  ...{ dataDir, mountPath, embedder: false, limits: false, jobs: { leaseMs: 2000 }, logger: jsonLogger({ level: 'error' }) },
  languageModel: ollama({ url, model: 'slow' }),
  ...(database === undefined ? { embedded: true } : { database }),
})
await coach.start()
const { id: creatorId } = await coach.setup.ensureCreator({ slug: 'ana', name: 'Ana', language: 'es' })
const { key } = await coach.setup.createApiKey({ creatorId, name: 'test' })
const server = createServer(toNodeHandler(coach, { mountPath })).listen(Number(PORT), '127.0.0.1')
attachRealtime(server, coach, { mountPath })
createShutdown(server, coach)
await once(server, 'listening')
process.stdout.write(`#key=${key}\nStop with Ctrl+C\n`)
