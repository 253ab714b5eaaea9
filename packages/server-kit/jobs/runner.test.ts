import { expect, test, vi } from 'vitest'
import { systemClock } from '../adapters/clock/index.js'
import { jsonLogger } from '../adapters/logger/index.js'
import { ensureCreator } from '../features/creators/index.js'
import { createRealtime } from '../features/realtime/index.js'
import { memoryStorage } from '../testing/__fixtures__/memory-storage.js'
import { createJobRunner } from './runner.js'

const logger = jsonLogger({ level: 'silent' })
const none = async () => undefined
const nothing = { run: none, giveUp: none }

test('a stored answer job runs once; stopping hands a running one back', async () => {
  const storage = memoryStorage()
  await storage.migrate()
  const creator = await ensureCreator({ storage, creator: { slug: 'ana', name: 'Ana', language: 'es' } })
  const context = { requestId: 'r', language: 'es' as const, signal: new AbortController().signal }
  const token = { tokenHash: 'a', expiresAt: new Date(Date.now() + 60_000) }
  const session = await storage.as({ creatorId: creator.id }, (tx) => tx.sessions.create(token))
  const principal = { kind: 'visitor' as const, creatorId: creator.id, sessionId: session.id, tokenHash: token.tokenHash }
  const tickets = createRealtime({ storage, clock: systemClock() })
  const { ticket } = await tickets.handlers.ticket({ params: undefined, query: undefined, body: undefined }, { ...context, principal })
  expect(await tickets.takeTicket(ticket)).toMatchObject({ principal })
  expect(await tickets.takeTicket(ticket)).toBeUndefined()
  const send = async () => {
    const { id } = await storage.as({ creatorId: creator.id }, (tx) => tx.conversations.create({ sessionId: principal.sessionId }))
    return storage.batched.sendMessage({ sender: principal, conversationId: id, clientMessageId: 'a', text: 'Hola' })
  }
  const first = await send()
  const seen: string[] = []
  const done = createJobRunner({
    storage,
    logger,
    owner: 'one',
    work: { answer: { run: async (job) => void seen.push(job.subjectId), giveUp: none }, ingest: nothing, vectors: nothing, website: nothing, index: nothing },
  })
  done.start()
  const depth = () => storage.as({ system: 'jobs' }, (tx) => tx.jobs.depth())
  await vi.waitFor(async () => expect(await depth()).toEqual({ waiting: 0, running: 0, dead: 0 }), 5000)
  await done.stop()
  expect(seen).toEqual([first.answer?.id])
  await send()
  let began = false
  const run = (_job: unknown, signal: AbortSignal) =>
    new Promise<void>((_resolve, reject) => {
      began = true
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  const hung = createJobRunner({
    storage,
    logger,
    owner: 'two',
    work: { answer: { run, giveUp: none }, ingest: nothing, vectors: nothing, website: nothing, index: nothing },
  })
  hung.start()
  await vi.waitFor(() => expect(began).toBe(true), 5000)
  await hung.stop()
  expect(await depth()).toEqual({ waiting: 1, running: 0, dead: 0 })
  await storage.close()
}, 60_000)
