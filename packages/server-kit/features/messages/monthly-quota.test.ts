import { type Message, routes } from '@coachkit/contract'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { ollama } from '../../adapters/language-model/ollama/index.js'
import { usageMonth } from '../../domain/limits/monthly-quota.js'
import { memoryStorage } from '../../testing/__fixtures__/memory-storage.js'
import { startTestServer, type TestServer, type Visitor } from '../../testing/__fixtures__/test-server.js'
import { startOllamaServer } from '../../testing/model-servers/index.js'

const guide = new File(['# Sesiones\n\nLa primera sesión dura noventa minutos.\n'], 'guía.md')
const answerText = 'La primera sesión dura noventa minutos [1].'
const storage = memoryStorage()
const warnings: { event: string; fields: object | undefined }[] = []
const logger = { info() {}, warn: (event: string, fields?: object) => void warnings.push({ event, fields }), error() {} }

let model: Awaited<ReturnType<typeof startOllamaServer>>
let server: TestServer
/** What the model's next calls do instead of answering. */
let failures: (number | 'hang')[]

beforeAll(async () => {
  model = await startOllamaServer({ reply: () => answerText, fault: () => faultOf(failures.shift()) })
  const languageModel = ollama({ model: 'test-chat', url: model.url })
  server = await startTestServer({ storage, languageModel, logger, monthlyQuotas: { free: { exchanges: 10 }, premium: { exchanges: 12 } } })
  await server.ingest(guide)
}, 60_000)
afterAll(async () => {
  await server.close()
  await model.close()
})
beforeEach(() => {
  failures = []
})

const faultOf = (failure: number | 'hang' | undefined) => (typeof failure === 'number' ? { status: failure } : failure)
const calls = () => model.requests.filter(({ path }) => path === '/api/chat').length
const used = async () => (await storage.as({ creatorId: server.creatorId }, (tx) => tx.usage.ofMonth(usageMonth(new Date())))).exchanges
const ask = ({ token, conversationId }: Visitor) =>
  server.call(routes.messages.send, { token, params: { conversationId }, body: { clientMessageId: 'q1', text: '¿Cuánto dura la primera sesión?' } })
/** The visitor's only answer, once it ended. */
const answered = ({ token, conversationId }: Visitor): Promise<Message> =>
  vi.waitFor(
    async () => {
      const { items } = await server.call(routes.messages.list, { token, params: { conversationId } })
      const answer = items.find(({ role }) => role === 'assistant')
      if (!answer || answer.status === 'pending') throw new Error('It is still being written.')
      return answer
    },
    { timeout: 30_000, interval: 50 },
  )
/** From now on; what was used so far. */
async function withoutQuota(): Promise<number> {
  await server.coach.setup.setTier({ creatorId: server.creatorId, tier: 'enterprise' })
  return used()
}
const retry = async ({ token, conversationId }: Visitor, messageId: string) =>
  server.call(routes.messages.retry, { token, params: { conversationId, messageId } })

test('fifty questions at once on a quota of ten: ten answers, forty told why, one warning, nothing lost', async () => {
  const before = calls()
  const visitors = await Promise.all(Array.from({ length: 50 }, () => server.visitor()))
  await Promise.all(visitors.map(ask))
  const answers = await Promise.all(visitors.map(answered))
  expect(answers.filter(({ status }) => status === 'completed').map(({ text }) => text)).toEqual(Array.from({ length: 10 }, () => answerText))
  expect(answers.filter(({ status, errorCode, text }) => status === 'failed' && errorCode === 'QUOTA_001' && text === '')).toHaveLength(40)
  expect([calls() - before, await used()]).toEqual([10, 10])
  expect(warnings.filter(({ event }) => event === 'quota.warning')).toEqual([
    { event: 'quota.warning', fields: { creatorId: server.creatorId, kind: 'exchanges', used: 8, limit: 10, requestId: expect.any(String) } },
  ])

  // With another tier the kept questions can be answered after all.
  await server.coach.setup.setTier({ creatorId: server.creatorId, tier: 'premium' })
  const refused = visitors.flatMap((visitor, at) => (answers[at]?.status === 'failed' ? [{ visitor, answer: answers[at] }] : []))
  const again = refused.slice(0, 3)
  const ends: Message[] = []
  for (const { visitor, answer } of again) {
    await retry(visitor, answer.id)
    ends.push(await answered(visitor))
  }
  expect(ends.map(({ status, errorCode }) => errorCode ?? status)).toEqual(['completed', 'completed', 'QUOTA_001'])
  expect(await used()).toBe(12)
})

test('an answer that could not be given costs nothing', async () => {
  failures = [400]
  const spent = await withoutQuota()
  const visitor = await server.visitor()
  await ask(visitor)
  expect(await answered(visitor)).toMatchObject({ status: 'failed', errorCode: 'AI_001' })
  expect(await used()).toBe(spent)
})

test('an answer whose first try failed costs what one does', async () => {
  failures = [503]
  const spent = await withoutQuota()
  const [visitor, before] = [await server.visitor(), calls()]
  await ask(visitor)
  expect(await answered(visitor)).toMatchObject({ status: 'completed' })
  expect([calls() - before, await used()]).toEqual([2, spent + 1])
})

test('an answer that the reader stopped costs what one does', async () => {
  failures = ['hang']
  const spent = await withoutQuota()
  const [visitor, before] = [await server.visitor(), calls()]
  await ask(visitor)
  await vi.waitFor(() => expect(calls()).toBe(before + 1), 5000)
  const { items } = await server.call(routes.messages.list, { token: visitor.token, params: { conversationId: visitor.conversationId } })
  const messageId = items.at(-1)?.id ?? ''
  await server.call(routes.messages.stop, { token: visitor.token, params: { conversationId: visitor.conversationId, messageId } })
  expect(await answered(visitor)).toMatchObject({ status: 'stopped' })
  expect(await used()).toBe(spent + 1)
})

test('a creator that does not exist has no tier to change', async () => {
  await expect(server.coach.setup.setTier({ creatorId: crypto.randomUUID(), tier: 'premium' })).rejects.toMatchObject({ code: 'CREATOR_001' })
})
