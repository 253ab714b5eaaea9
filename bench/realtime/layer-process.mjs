// The realtime layer alone: every ticket is good, and nothing is stored. Streams answers and publishes as the server's features do.
import { createServer } from 'node:http'
import { memoryBus, redisBus } from '@coachkit/server-kit'
import { createAnswerStreams } from '../../packages/server-kit/dist/features/messages/answer-streams.js'
import { createRealtimeServer } from '../../packages/server-kit/dist/realtime/realtime-server.js'
import { serve } from './processes.mjs'
import { streamTokens } from './tokens.mjs'

const [redisUrl] = process.argv.slice(2)
const bus = redisUrl ? redisBus({ url: redisUrl, prefix: 'bench' }) : memoryBus()
const streams = createAnswerStreams({ bus })
const positions = new Map()
const realtime = createRealtimeServer({
  takeTicket: async () => ({ principal: { kind: 'visitor', creatorId: 'a', sessionId: 's', tokenHash: 't' } }),
  recheck: async (principal) => principal,
  mayRead: async () => true,
  readLog: async ({ conversationId, offset }) => ({ events: [], offset: positions.get(conversationId) ?? Math.min(offset, 0), epoch: 'e' }),
  readStart: async ({ conversationId, offset }) => ({ events: [], offset: positions.get(conversationId) ?? Math.min(offset, 0), epoch: 'e', receipts: [] }),
  onLeft: () => undefined,
  snapshot: streams.snapshot,
  invoke: async () => ({}),
  admit: async () => undefined,
  origins: { mayPreflight: async () => true, mayCall: async () => true },
  bus,
  logger: { info() {}, warn() {}, error() {} },
})
const http = createServer()
http.on('upgrade', realtime.handleUpgrade)
await new Promise((resolve) => http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve))
const idOf = (at) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`

serve({
  prepare: async (count) => ({
    url: `ws://127.0.0.1:${http.address().port}/v1/realtime/ws`,
    visitors: Array.from({ length: count }, (_, at) => ({ ticket: 't', conversationId: idOf(at) })),
  }),
  async stream(plan) {
    for (let at = 0; at < plan.answers; at += 1) streams.begin({ conversationId: idOf(at), messageId: idOf(at) })
    await streamTokens(plan, { append: (at, text) => streams.append({ messageId: idOf(at), text }) })
    for (let at = 0; at < plan.answers; at += 1) streams.end({ messageId: idOf(at) })
  },
  async publish({ at, offset }) {
    const message = {
      id: idOf(at),
      conversationId: idOf(at),
      offset,
      role: 'user',
      status: 'sent',
      text: `${performance.timeOrigin + performance.now()} `,
      citations: [],
      createdAt: new Date().toISOString(),
    }
    bus.publish(`conversation:${idOf(at)}`, { kind: 'durable', offset, event: { type: 'message.created', message } })
  },
})
