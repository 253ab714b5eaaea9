// One coach that listens; it hands out tickets for visitors, each with a conversation.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { createCoachServer, pglite, postgres } from '@coachkit/server-kit'
import { attachRealtime, toNodeHandler } from '@coachkit/server-kit/node'
import { serve } from './processes.mjs'

const [place, folder] = process.argv.slice(2)
const storage = place.startsWith('postgres:') ? postgres({ url: place }) : pglite({ dataDir: place })
const high = (windowMs) => ({ limit: 1_000_000_000, windowMs })
/** Every call is counted, and none is refused. */
const limits = Object.fromEntries(
  ['connectionsPerSession', 'requestsPerAddress', 'requestsPerUser', 'questionsPerUser', 'chatPerCreator', 'changesPerCreator'].map((name) => [
    name,
    high(60_000),
  ]),
)
const coach = createCoachServer({
  storage: withoutAnswers(storage),
  embedder: false,
  limits: { ...limits, messagesPerUser: [high(60_000), high(3_600_000), high(86_400_000)], requestsPerTier: { free: high(3_600_000) } },
  logger: { info() {}, warn() {}, error() {} },
  dataDir: folder,
  encryptionKey: `k1:${randomBytes(32).toString('base64')}`,
})
await coach.start()
const server = createServer(toNodeHandler(coach))
attachRealtime(server, coach)
await new Promise((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve))
const { id: creatorId } = await coach.setup.ensureCreator({ slug: 'bench', name: 'Bench', language: 'es' })
const visitors = []

serve({
  async prepare(count) {
    while (visitors.length < count) await addVisitors(Math.min(250, count - visitors.length))
    return { url: `ws://127.0.0.1:${server.address().port}/v1/realtime/ws`, visitors: await withTickets(visitors.slice(0, count)) }
  },
  async stop() {
    await coach.stop()
  },
})

async function addVisitors(count) {
  const expiresAt = new Date(Date.now() + 3_600_000)
  await storage.as({ creatorId }, async (tx) => {
    for (let index = 0; index < count; index += 1) {
      const tokenHash = randomUUID()
      const session = await tx.sessions.create({ tokenHash, expiresAt })
      const conversation = await tx.conversations.create({ sessionId: session.id })
      visitors.push({ sessionId: session.id, tokenHash, conversationId: conversation.id })
    }
  })
}

async function withTickets(group) {
  const ready = []
  for (let at = 0; at < group.length; at += 250) {
    await storage.as({ creatorId }, async (tx) => {
      for (const { conversationId, ...visitor } of group.slice(at, at + 250)) {
        const ticket = randomUUID()
        const ticketHash = createHash('sha256').update(ticket).digest('hex')
        await tx.tickets.put({ ticketHash, principal: { kind: 'visitor', creatorId, ...visitor }, lifetimeMs: 3_600_000 })
        ready.push({ ticket, conversationId })
      }
    })
  }
  return ready
}

/** Answers are another bench's: here their jobs are stored and stay. */
function withoutAnswers(whole) {
  return { ...whole, as: (scope, work) => whole.as(scope, (tx) => work(scope.system === 'jobs' ? { ...tx, jobs: { ...tx.jobs, claim: async () => [] } } : tx)) }
}
