import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { startCable } from '../__fixtures__/cable.js'
import { keptStore, startCoach } from '../__fixtures__/coach.js'
import { createCoachClient } from '../client.js'
import type { TransportName } from './transports.js'

const question = '¿Cómo preparo la primera sesión?'
let coach: Awaited<ReturnType<typeof startCoach>>
let cable: Awaited<ReturnType<typeof startCable>>

beforeAll(async () => {
  coach = await startCoach()
  cable = await startCable(Number(new URL(coach.baseUrl).port))
}, 120_000)
afterEach(() => void vi.useRealTimers())
afterAll(async () => {
  cable.close()
  await coach.close()
})

/** As if so much time had passed; what really passes goes on. */
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

test.each<TransportName>(['websocket', 'http-stream'])(
  'over %s, a cable that is pulled is noticed by its silence, and what was missed is shown',
  async (transport) => {
    const sessionStore = keptStore()
    const elsewhere = createCoachClient({ baseUrl: coach.elsewhere, creator: 'ana', sessionStore })
    const { id: conversationId } = await elsewhere.conversations.create()
    const { token } = await elsewhere.session.ensure()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], shouldAdvanceTime: true })
    const client = createCoachClient({ baseUrl: `http://127.0.0.1:${cable.port}`, token, transports: [transport] })
    const handle = client.conversation(conversationId)
    const states: string[] = []
    handle.subscribe(() => {
      const { connection } = handle.getSnapshot()
      if (states.at(-1) !== connection) states.push(connection)
    })
    await handle.open()
    await vi.waitFor(() => expect(handle.getSnapshot().connection).toBe('open'))
    for await (const _event of handle.send({ text: question }));

    cable.pull()
    await elsewhere.messages.send({ params: { conversationId }, body: { text: '¿Y la segunda?' } })
    await vi.waitFor(async () => {
      const { items } = await elsewhere.messages.list({ params: { conversationId } })
      expect(items.map(({ status }) => status)).toEqual(['sent', 'completed', 'sent', 'completed'])
    })
    // The socket is as open as ever: nobody said that it ended.
    expect([handle.getSnapshot().connection, handle.getSnapshot().messages.length]).toEqual(['open', 2])
    await pass(35_000)
    expect(states.at(-1)).toBe('reconnecting')
    await vi.waitFor(() => expect(handle.getSnapshot().connection).toBe('open'))
    await vi.waitFor(() => {
      const shown = handle.getSnapshot().messages.map(({ role, status, text }) => [role, status, text !== ''])
      expect(shown).toEqual([
        ['user', 'sent', true],
        ['assistant', 'completed', true],
        ['user', 'sent', true],
        ['assistant', 'completed', true],
      ])
    })
    expect(states).toEqual(['connecting', 'open', 'reconnecting', 'open'])
    handle.close()
  },
)
