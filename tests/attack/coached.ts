import { type Message, routes } from '@coachkit/contract'
import { vi } from 'vitest'
import { clientOf, type TestClient, type TestServer } from '../../packages/server-kit/testing/__fixtures__/test-server.js'

/** One more creator of a server, with its key. */
export interface Coached extends TestClient {
  id: string
  key: string
  /** A new visitor's question, once it is answered. */
  answerTo(question: string): Promise<Message>
  /** All that others could have changed. */
  standing(): Promise<unknown>
}

export async function openCreator(server: TestServer, { slug, name = slug }: { slug: string; name?: string }): Promise<Coached> {
  const { id } = await server.coach.setup.ensureCreator({ slug, name, language: 'es' })
  const { key } = await server.coach.setup.createApiKey({ creatorId: id, name: 'test' })
  const client = clientOf({ url: server.url, key })
  return {
    ...client,
    id,
    key,
    async answerTo(question) {
      const { token } = await client.call(routes.sessions.create, { body: { creator: slug } })
      const { id: conversationId } = await client.call(routes.conversations.create, { token })
      const { message } = await client.call(routes.messages.send, { params: { conversationId }, token, body: { clientMessageId: 'q', text: question } })
      return vi.waitFor(
        async () => {
          const { items } = await client.call(routes.messages.list, { params: { conversationId }, token })
          const answer = items.find(({ replyTo }) => replyTo === message.id)
          if (answer === undefined || answer.status === 'pending') throw new Error('Not answered yet')
          return answer
        },
        { timeout: 60_000, interval: 40 },
      )
    },
    standing: () => Promise.all([client.call(routes.creators.profile, { token: key }), client.call(routes.knowledge.list, { token: key })]),
  }
}
