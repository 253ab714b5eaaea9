import { once } from 'node:events'
import { createServer } from 'node:http'
import { createCoachServer } from '../../create-coach-server.js'
import { attachRealtime, createShutdown, toNodeHandler } from '../../hosts/node.js'
import type { CommandLine } from '../command-line.js'
import { creatorOf, databaseOf } from '../open-coach.js'

const mountPath = '/coach'

/** Serves the kit's routes below `/coach` until SIGINT or SIGTERM. */
export async function serve(line: CommandLine): Promise<number> {
  const coach = createCoachServer({ ...databaseOf(line), mountPath })
  const server = createServer(toNodeHandler(coach, { mountPath }))
  const { shutdown, finished } = createShutdown(server, coach)
  try {
    server.listen(line.port, line.host)
    await once(server, 'listening')
    process.stdout.write('Opening the database…\n')
    await coach.start()
    const creator = await creatorOf(line, coach)
    attachRealtime(server, coach, { mountPath })
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : line.port
    const base = `http://${line.host.includes(':') ? `[${line.host}]` : line.host}:${port}${mountPath}`
    process.stdout.write(`Answers with ${coach.models.languageModel}; embedder: ${coach.models.embedder}\n`)
    process.stdout.write(`API docs  ${base}/docs\nHealth    ${base}/v1/health\nWidget    <script type="module" async src="${base}/widget.js"></script>\n`)
    process.stdout.write(`          <coach-widget creator="${creator.slug}"></coach-widget>\n`)
    await finished
    return 0
  } finally {
    await shutdown()
  }
}
