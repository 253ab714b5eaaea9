// The server of `hostile-documents`, alone in its process so that its memory and its event loop are its own.
import { createServer } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createCoachServer, postgres } from '@coachkit/server-kit'
import { toNodeHandler } from '@coachkit/server-kit/node'

const [url, dataDir] = process.argv.slice(2)
const coach = createCoachServer({
  storage: postgres({ url }),
  dataDir,
  embedder: false,
  limits: false,
  logger: { info() {}, warn() {}, error() {} },
})
await coach.start()
const { id: creatorId } = await coach.setup.ensureCreator({ slug: 'bench', name: 'Bench', language: 'es' })
const { key } = await coach.setup.createApiKey({ creatorId, name: 'bench' })
const server = createServer(toNodeHandler(coach))
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const delay = monitorEventLoopDelay({ resolution: 5 })
const answers = {
  begin() {
    globalThis.gc?.()
    delay.reset()
    delay.enable()
  },
  state: () => ({ rss: process.memoryUsage.rss(), heap: process.memoryUsage().heapUsed, p99: delay.percentile(99) / 1e6, longest: delay.max / 1e6 }),
  settle: () => globalThis.gc?.(),
  orphans: () => coach.setup.findOrphans(),
  async stop() {
    server.close()
    server.closeAllConnections()
    await coach.stop()
    setImmediate(() => process.disconnect())
  },
}
// Whoever measured is gone: nobody else would end it.
process.on('disconnect', () => process.exit())
process.on('message', async (ask) => process.send({ ask, answer: await answers[ask]() }))
process.send({ ask: 'ready', answer: { url: `http://127.0.0.1:${server.address().port}`, key } })
