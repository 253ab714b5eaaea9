import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startCoach } from '../__fixtures__/coach.js'
import { createCoachClient } from '../client.js'

const patience = { timeout: 60_000, interval: 50 }
let coach: Awaited<ReturnType<typeof startCoach>>

beforeAll(async () => {
  coach = await startCoach()
}, 120_000)
afterAll(() => coach.close())

test.each([
  ['a few messages', 20],
  ['500 messages, more than are told at once', 250],
])(
  'a client that was away while others wrote %s has all of them, each once, and goes on',
  async (_, questions) => {
    const client = createCoachClient({ baseUrl: coach.baseUrl, creator: 'ana' })
    const { id } = await client.conversations.create({})
    const handle = client.conversation(id)
    for await (const _event of handle.send({ text: '¿Cómo preparo la primera sesión?' }));
    const shown = () => handle.getSnapshot().messages.map((each) => [each.id, each.status, each.text])

    // Another way to the same server stays open meanwhile.
    const member = createCoachClient({ baseUrl: coach.elsewhere, token: coach.key })
    const params = { conversationId: id }
    coach.network.up = false
    coach.cut()
    await vi.waitFor(() => expect(handle.getSnapshot().connection).not.toBe('open'), patience)
    for (let at = 0; at < questions; at += 25) {
      const some = Array.from({ length: Math.min(25, questions - at) }, (_, more) => `Pregunta ${at + more}`)
      await Promise.all(some.map((text) => member.messages.send({ params, body: { clientMessageId: text.replace(' ', '-'), text } })))
    }
    const stored = async () => {
      const found = []
      for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
        const page = await member.messages.list({ params, query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) } })
        found.unshift(...page.items)
        cursor = page.nextCursor
      }
      return found
    }
    await vi.waitFor(async () => expect((await stored()).filter(({ status }) => status === 'pending')).toEqual([]), patience)
    const all = await stored()
    expect(all).toHaveLength(2 + 2 * questions)

    coach.network.up = true
    await vi.waitFor(() => expect(shown().at(-1)?.[0]).toBe(all.at(-1)?.id), patience)
    while (handle.getSnapshot().hasOlder) await handle.loadOlder()
    expect(shown()).toEqual(all.map((each) => [each.id, each.status, each.text]))

    for await (const _event of handle.send({ text: '¿Y después?' }));
    expect(shown()).toHaveLength(all.length + 2)
    handle.close()
  },
  180_000,
)
