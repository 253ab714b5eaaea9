import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { createCoachServer, jsonLogger } from '@coachkit/server-kit'
import { attachRealtime, createShutdown, toNodeHandler } from '@coachkit/server-kit/node'
import { addGuide } from '../hosts/add-guide.ts'
import { findPage } from './find-page.ts'

// node examples/pages/start.ts: one coach as a guest on pages that are hard to be a guest on.
const mountPath = '/coach'
const port = Number(process.env.PORT ?? 8789)
const dataDir = process.env.COACHKIT_DATA_DIR ?? '.coachkit-pages'
// Whoever tries these pages looks like many new visitors from one address.
const coach = createCoachServer({ mountPath, embedded: true, dataDir, limits: false, logger: jsonLogger({ level: 'warn' }) })

const answer = toNodeHandler(coach, { mountPath })
const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  if (pathname.startsWith(`${mountPath}/`)) return answer(request, response)
  if (pathname === '/violations') return tellViolation(await text(request), response)
  const { status, headers, body } = await findPage(pathname)
  response.writeHead(status, headers).end(body)
})
const { shutdown, finished } = createShutdown(server, coach)

try {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  await coach.start()
  await addGuide(coach)
  attachRealtime(server, coach, { mountPath })
  process.stdout.write(`Listening on http://localhost:${port}\nStop with Ctrl+C.\n`)
  await finished
} finally {
  await shutdown()
}

/** Browsers report here what a page's policy forbids. */
function tellViolation(report: string, response: ServerResponse): void {
  process.stdout.write(`Policy violation: ${report}\n`)
  response.writeHead(204).end()
}

async function text(request: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString()
}
