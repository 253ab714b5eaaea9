import { type Message, message } from '@coachkit/contract'
import { createCoachClient } from '@coachkit/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startOllamaServer } from '../../packages/server-kit/testing/model-servers/index.js'
import { quickstart } from './quickstart-process.js'

type Quickstart = Awaited<ReturnType<typeof quickstart>>
type ModelServer = Awaited<ReturnType<typeof startOllamaServer>>

let model: ModelServer
let app: Quickstart

beforeAll(async () => {
  model = await startOllamaServer({
    models: ['slow'],
    reply: () => 'Reserva media hora el día anterior y escribe una frase sobre lo que quieres que cambie [1].',
    delayMs: 60,
  })
  app = await quickstart({ env: { OLLAMA_URL: model.url } })
}, 120_000)

afterAll(async () => {
  await app?.remove()
  await model?.close()
})

/** How often it is killed. */
const rounds = 3

test('a server killed in the middle of an answer keeps the question and completes the answer once', async () => {
  const client = createCoachClient({ baseUrl: `${app.url}/coach`, creator: 'ana-lopez' })
  await client.session.ensure()
  const conversation = await client.conversations.create({})
  const acknowledged: string[] = []
  const chats = () => model.requests.filter(({ path }) => path === '/api/chat').length
  for (let round = 0; round < rounds; round += 1) {
    const before = chats()
    const sent = await client.messages.send({
      params: { conversationId: conversation.id },
      body: { clientMessageId: `kill-${round}`, text: '¿Cómo preparo mi primera sesión?' },
    })
    acknowledged.push(sent.message.id)
    await expect.poll(chats, { timeout: 20_000 }).toBe(before + 1)
    await app.kill()
    await app.start()
    await expect.poll(() => endedAnswers(client, conversation.id), { timeout: 60_000, interval: 200 }).toHaveLength(round + 1)
  }
  const { items } = await client.messages.list({ params: { conversationId: conversation.id }, query: {} })
  const stored = items.map((item) => message.parse(item))
  expect(stored.filter(({ role }) => role === 'user').map(({ id }) => id)).toEqual(acknowledged)
  for (const id of acknowledged) expect(stored.filter(({ replyTo }) => replyTo === id)).toHaveLength(1)
}, 240_000)

async function endedAnswers(client: ReturnType<typeof createCoachClient>, conversationId: string): Promise<Message[]> {
  const { items } = await client.messages.list({ params: { conversationId }, query: {} })
  return items.filter(({ role, status }) => role === 'assistant' && (status === 'completed' || status === 'interrupted'))
}
