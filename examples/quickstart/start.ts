import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createCoachServer, jsonLogger } from '@coachkit/server-kit'
import { attachRealtime, createShutdown, toNodeHandler } from '@coachkit/server-kit/node'
import { addSamples } from './add-samples.ts'
import { memberKey } from './member-key.ts'
import { servePage } from './serve-page.ts'

const mountPath = '/coach'
const port = Number(process.env.PORT ?? 8787)
const dataDir = process.env.COACHKIT_DATA_DIR ?? '.coachkit'
const began = performance.now()

const step = (text: string) => process.stdout.write(`${text}\n`)

const database = process.env.DATABASE_URL
const coach = createCoachServer({ ...(database ? { database } : { embedded: true, dataDir }), mountPath, logger: jsonLogger({ level: 'warn' }) })
const answer = toNodeHandler(coach, { mountPath })
const server = createServer((request, response) => (request.url?.startsWith(`${mountPath}/`) ? answer(request, response) : page(request, response)))
const { shutdown, finished } = createShutdown(server, coach)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => step('Stopping…'))

try {
  await listen(server)
  step(database ? 'Connecting to PostgreSQL…' : `Opening the database in ${dataDir} (the first time takes some seconds)…`)
  await coach.start()
  const creator = await coach.setup.ensureCreator({
    slug: 'ana-lopez',
    name: 'Ana López',
    language: 'es',
    widget: {
      greeting: '¡Hola! Soy la coach virtual de Ana. Pregúntame por las sesiones, los métodos o las tarifas.',
      placeholder: 'Escribe tu pregunta…',
      suggestions: ['¿Cómo preparo mi primera sesión?', '¿Cuánto cuesta y cómo puedo cancelar?', '¿Qué es el método 10-10?'],
      primaryColor: '#0f6b5c',
      position: 'bottom-right',
    },
  })
  const key = await memberKey({ coach, creatorId: creator.id, dataDir })
  const added = await addSamples({ coach, key, mountPath, onProgress: step })
  attachRealtime(server, coach, { mountPath })
  step(added === 0 ? 'The sample material is already there.' : `${added} sample documents are ready.`)
  announce(key)
  await finished
} catch (error) {
  process.stderr.write(`${sentence(error)}\n`)
  process.exitCode = 1
} finally {
  await shutdown()
}

async function listen(target: Server): Promise<void> {
  target.listen(port, '127.0.0.1')
  await once(target, 'listening')
}

function page(request: IncomingMessage, response: ServerResponse): void {
  void servePage({ request, response, mountPath })
}

function announce(key: string): void {
  const base = `http://localhost:${port}`
  step(`\nReady in ${((performance.now() - began) / 1000).toFixed(1)} s. Answers with ${coach.models.languageModel}; embedder: ${coach.models.embedder}.`)
  if (coach.models.languageModel === 'extractive')
    step('No language model was found, so the coach quotes the documents. Start Ollama (or set OPENAI_BASE_URL) and restart for written answers.')
  step(`\n  Demo page   ${base}/\n  Documents   ${base}/documents#key=${key}\n  API docs    ${base}${mountPath}/docs\n\nStop with Ctrl+C.`)
}

function sentence(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program. Stop it, or choose another port: PORT=8788 npm start`
  return error instanceof Error ? error.message : String(error)
}
