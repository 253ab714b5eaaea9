import { type Message, routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ollama } from '../../adapters/language-model/ollama/index.js'
import { postgres } from '../../adapters/storage/postgres/index.js'
import { followOverSocket } from '../../testing/__fixtures__/follow-conversation.js'
import type { TestServer, Visitor } from '../../testing/__fixtures__/test-server.js'
import { startTwoInstances, type TwoInstances } from '../../testing/__fixtures__/two-instances.js'
import { startOllamaServer } from '../../testing/model-servers/index.js'

const words = Array.from({ length: 600 }, (_, index) => `palabra${index}`).join(' ')
const patience = { timeout: 25_000, interval: 50 }
let reply = ''
let model: Awaited<ReturnType<typeof startOllamaServer>>
let both: TwoInstances
let instances: TwoInstances['instances']
let storage: ReturnType<typeof postgres>

beforeAll(async () => {
  model = await startOllamaServer({ models: ['test'], reply: () => reply, delayMs: 15 })
  both = await startTwoInstances({ languageModel: () => ollama({ url: model.url, model: 'test' }) })
  instances = both.instances
  storage = postgres({ url: both.database.url })
  await instances[0].ingest(new File(['# Sesiones\n\nPara preparar la primera sesión reserva media hora.\n'], 'guia.md'))
}, 60_000)
afterAll(async () => {
  await storage.close()
  await both.close()
  await model.close()
})

const say = (stopWhenLeftSeconds: number | null) => {
  const { creatorId: id } = instances[0]
  return storage.as({ creatorId: id }, (tx) => tx.creators.setAnswering({ id, answering: { stopWhenLeftSeconds } }))
}
const answerOf = async ({ token, conversationId }: Visitor): Promise<Message> => {
  const { items } = await instances[0].call(routes.messages.list, { token, params: { conversationId } })
  const answer = items.find(({ role }) => role === 'assistant')
  if (!answer) throw new Error('The question has no answer.')
  return answer
}
const ended = (visitor: Visitor) =>
  vi.waitFor(async () => {
    const answer = await answerOf(visitor)
    expect(answer.status).not.toBe('pending')
    return answer
  }, patience)

/** Asks, reads the beginning of the answer on an instance, and leaves. */
async function readAndLeave(instance: TestServer): Promise<Visitor> {
  const visitor = await instances[0].visitor()
  const { ticket } = await instance.call(routes.realtime.ticket, { token: visitor.token })
  const reader = await followOverSocket({ url: instance.url, ticket, conversationId: visitor.conversationId })
  const body = { text: '¿Cómo preparo la primera sesión?' }
  await instances[0].call(routes.messages.send, { token: visitor.token, params: { conversationId: visitor.conversationId }, body })
  await reader.seen('message.delta')
  reader.leave()
  return visitor
}

test.each([0, 1] as const)('whose last reader left instance %i is stopped, on whichever it is written, and can be asked for again', async (at) => {
  await say(1)
  reply = words
  const aborted = model.abortedCount()
  const visitor = await readAndLeave(instances[at])
  const stopped = await ended(visitor)
  expect(stopped).toMatchObject({ status: 'stopped', text: expect.stringMatching(/^palabra0 /) })
  expect(stopped.text.length).toBeLessThan(words.length)
  await vi.waitFor(() => expect(model.abortedCount()).toBe(aborted + 1), patience)
  const { token, conversationId } = visitor
  const params = { conversationId, messageId: stopped.id }
  await vi.waitFor(async () => {
    const { total, calls } = await instances[0].call(routes.usage.conversation, { token: instances[0].key, params: { conversationId } })
    expect([total.calls, calls[0]?.estimated, (calls[0]?.completionTokens ?? 0) > 0]).toEqual([1, true, true])
    const { details } = await instances[1].call(routes.messages.get, { token: instances[1].key, params })
    expect(details).toMatchObject({ attempts: 1, model: { id: 'ollama:test', estimated: true, firstTokenMs: expect.any(Number) } })
  }, patience)
  reply = 'Reserva media hora [1].'
  await instances[at].call(routes.messages.retry, { token, params })
  expect(await ended(visitor)).toMatchObject({ id: stopped.id, status: 'completed', text: 'Reserva media hora [1].' })
})

test('that nobody read along is finished and waits, and so is each where the creator says nothing', async () => {
  reply = words
  await say(1)
  const unread = await instances[0].visitor()
  const body = { text: '¿Cómo preparo la primera sesión?' }
  await instances[0].call(routes.messages.send, { token: unread.token, params: { conversationId: unread.conversationId }, body })
  const asked = ended(unread)
  // It is taken up with what was said then.
  await vi.waitFor(() => expect(model.requests.at(-1)?.path).toBe('/api/chat'), patience)
  await say(null)
  const left = await readAndLeave(instances[1])
  expect([(await asked).status, (await ended(left)).status]).toEqual(['completed', 'completed'])
})
