import { type Message, routes } from '@coachkit/contract'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { openaiCompatible } from '../../adapters/language-model/openai-compatible/index.js'
import { pglite } from '../../adapters/storage/pglite/index.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer, type Visitor } from '../../testing/__fixtures__/test-server.js'
import { type OpenAiServerOptions, startOpenAiServer } from '../../testing/model-servers/index.js'

const guide = new File(['# Sesiones\n\nLa primera sesión dura noventa minutos.\n'], 'guía.md')
/** Four pieces, so four tokens as the server counts; it counts 100 for any prompt. */
const reply = ['La primera ', 'sesión dura ', 'noventa ', 'minutos [1].']
/** 100 tokens in at 150,000 and 4 out at 600,000 for a million: 17.4, rounded up. */
const microUsd = 18

let behaviour: OpenAiServerOptions
let model: Awaited<ReturnType<typeof startOpenAiServer>>
let server: TestServer

beforeAll(async () => {
  model = await startOpenAiServer({
    reply: (asked) => behaviour.reply?.(asked) ?? reply,
    fault: (asked) => (typeof behaviour.fault === 'function' ? behaviour.fault(asked) : behaviour.fault),
    delayMs: 5,
  })
  const languageModel = openaiCompatible({ baseUrl: `${model.url}/v1`, model: 'test-chat' })
  const prices = { 'test-chat': { prompt: 150_000, completion: 600_000 } }
  const monthlyQuotas = { free: { microUsd: 1_000_000, tokens: 1_000_000 }, premium: { tokens: 3000 }, enterprise: {} }
  server = await startTestServer({ storage: pglite({ dataDir: 'memory' }), languageModel, prices, monthlyQuotas })
  await server.ingest(guide)
}, 60_000)
afterAll(async () => {
  await server.close()
  await model.close()
})
beforeEach(() => {
  behaviour = {}
})

const usage = (query: { from?: string; to?: string; by?: 'day' | 'month' | 'model' } = {}) =>
  server.call(routes.usage.get, { token: server.key, query: query as never })
const usageOf = ({ conversationId }: Visitor) => server.call(routes.usage.conversation, { token: server.key, params: { conversationId } })
const send = ({ token, conversationId }: Visitor) =>
  server.call(routes.messages.send, {
    token,
    params: { conversationId },
    body: { clientMessageId: crypto.randomUUID(), text: '¿Cuánto dura la primera sesión?' },
  })
const answerOf = async ({ token, conversationId }: Visitor): Promise<Message | undefined> =>
  (await server.call(routes.messages.list, { token, params: { conversationId } })).items.at(-1)
const ended = (visitor: Visitor) =>
  vi.waitFor(
    async () => {
      const answer = await answerOf(visitor)
      if (!answer || answer.status === 'pending') throw new Error('It is still being written.')
      return answer
    },
    { timeout: 30_000, interval: 100 },
  )
async function ask(visitor: Visitor): Promise<Message> {
  await send(visitor)
  return ended(visitor)
}

test('an answer costs what its model counted: in its conversation, in the month, by model', async () => {
  const visitor = await server.visitor()
  const answer = await ask(visitor)
  const { total, calls } = await usageOf(visitor)
  const counted = { promptTokens: 100, completionTokens: 4, microUsd }
  expect(calls).toEqual([
    expect.objectContaining({ messageId: answer.id, purpose: 'answer', model: 'openai-compatible:test-chat', estimated: false, ...counted }),
  ])
  expect(total).toEqual({ calls: 1, ...counted, estimatedTokens: 0, unpricedCalls: 0 })
  const month = new Date().toISOString().slice(0, 7)
  const { items, quotas } = await usage({ by: 'model' })
  expect(items).toEqual([{ key: 'openai-compatible:test-chat', ...total }])
  expect((await usage({ by: 'month' })).items).toEqual([{ key: month, ...total }])
  expect(quotas).toEqual({ month, exchanges: { used: 1 }, tokens: { used: 104, limit: 1_000_000 }, microUsd: { used: microUsd, limit: 1_000_000 } })
})

test('an answer that the reader stopped is estimated, and says so', async () => {
  const visitor = await server.visitor()
  behaviour.reply = () => Array.from({ length: 10_000 }, () => 'palabra ')
  const { message } = await send(visitor)
  await vi.waitFor(() => expect(model.requests.at(-1)?.body.messages).toBeDefined())
  const before = model.abortedCount()
  await vi.waitFor(async () => expect((await answerOf(visitor))?.replyTo).toBe(message.id))
  const messageId = (await answerOf(visitor))?.id ?? ''
  await server.call(routes.messages.stop, { token: visitor.token, params: { conversationId: visitor.conversationId, messageId } })
  await vi.waitFor(() => expect(model.abortedCount()).toBe(before + 1))
  await vi.waitFor(async () => expect((await usageOf(visitor)).calls).toMatchObject([{ messageId, estimated: true }]))
  const { total } = await usageOf(visitor)
  expect(total.estimatedTokens).toBe(total.promptTokens + total.completionTokens)
  expect(total.promptTokens).toBeGreaterThan(50)
})

test('twelve at once, with tokens for few: none beyond, and each that was refused is told', async () => {
  await server.coach.setup.setTier({ creatorId: server.creatorId, tier: 'premium' })
  const before = (await usage()).quotas.tokens.used
  const visitors = await Promise.all(Array.from({ length: 12 }, () => server.visitor()))
  await Promise.all(visitors.map(send))
  const answers = await Promise.all(visitors.map(ended))
  const completed = answers.filter(({ status }) => status === 'completed').length
  expect(answers.filter(({ errorCode }) => errorCode === 'QUOTA_001')).toHaveLength(12 - completed)
  // What an answer may take is reserved before it, and what it did not take is given back.
  expect((await usage()).quotas.tokens).toEqual({ used: before + 104 * completed, limit: 3000 })
  await server.coach.setup.setTier({ creatorId: server.creatorId, tier: 'enterprise' })
})

test('an answer that failed costs nothing', async () => {
  const before = await usage()
  behaviour.fault = { status: 400 }
  const visitor = await server.visitor()
  expect(await ask(visitor)).toMatchObject({ status: 'failed' })
  expect(await usage()).toEqual(before)
  expect(await usageOf(visitor)).toMatchObject({ total: { calls: 0 }, calls: [] })
})

test('days that make no sense are refused', async () => {
  for (const query of ['from=2030-02-01&to=2030-01-01', 'from=2020-01-01&to=2030-01-01', 'from=yesterday', 'by=year'])
    await expectRefusal(await server.request(`/v1/usage?${query}`, { token: server.key }), 'VAL_001')
  expect((await usage({ from: '2030-01-01', to: '2030-01-31' })).items).toEqual([])
})
