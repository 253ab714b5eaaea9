import { routes } from '@coachkit/contract'
import { Centrifuge, type Options, type TransportName } from 'centrifuge'
import { EventSource } from 'undici'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { Visitor } from '../testing/__fixtures__/test-server.js'
import { type AnsweringServer, answerText, startAnsweringServer } from './__fixtures__/answering-server.js'

let server: AnsweringServer
const clients: Centrifuge[] = []
beforeAll(async () => {
  server = await startAnsweringServer()
})
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect()
})
afterAll(() => server.close())

interface SeenEvent {
  offset?: number
  type: string
  index?: number
  text?: string
}

describe.each<TransportName>(['websocket', 'http_stream', 'sse'])('the official client over %s', (transport) => {
  it('gets a question and its answer in order, the pieces continuous', async () => {
    const visitor = await server.visitor()
    const { events, subscribed } = follow(transport, visitor)
    await subscribed
    await server.ask(visitor)
    await vi.waitFor(() => expect(events.at(-1)?.type).toBe('message.completed'), { timeout: 10_000 })

    const types = events.map(({ type }) => type).filter((type, at, all) => type !== 'message.delta' || all[at - 1] !== type)
    expect(types).toEqual(['message.created', 'message.created', 'message.started', 'message.delta', 'message.completed'])
    expect(offsetsOf(events)).toEqual([1, 2, 3])
    expect(textOf(events)).toBe(answerText)
  })

  it('recovers what happened while it was cut off, nothing lost or doubled', async () => {
    const visitor = await server.visitor()
    const gate = { open: Promise.resolve() }
    const { events, subscribed, recovered } = follow(transport, visitor, gate)
    await subscribed
    await server.ask(visitor)
    await vi.waitFor(() => expect(offsetsOf(events)).toEqual([1, 2, 3]), { timeout: 10_000 })

    let letIn: () => void = () => undefined
    gate.open = new Promise((resolve) => {
      letIn = resolve
    })
    server.cutRealtime()
    await server.ask(visitor)
    await answered(visitor, 2)
    expect(offsetsOf(events)).toEqual([1, 2, 3])
    letIn()
    await vi.waitFor(() => expect(offsetsOf(events)).toEqual([1, 2, 3, 4, 5, 6]), { timeout: 10_000 })
    expect(recovered).toEqual([false, true])

    // And what follows arrives as before.
    await server.ask(visitor)
    await vi.waitFor(() => expect(offsetsOf(events)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]), { timeout: 10_000 })
  })

  it('runs a route of the contract', async () => {
    const visitor = await server.visitor()
    const { client } = follow(transport, visitor)
    const { data } = await client.rpc('messages.list', { params: { conversationId: visitor.conversationId } })
    expect(routes.messages.list.result.parse(data).items).toEqual([])
  })

  it('is told that someone else’s conversation is not for it', async () => {
    const visitor = await server.visitor()
    const { client } = follow(transport, visitor)
    const other = client.newSubscription(`conversation:${(await server.visitor()).conversationId}`)
    const refused = new Promise((resolve) => other.on('unsubscribed', ({ code, reason }) => resolve({ code, reason })))
    other.subscribe()
    expect(await refused).toEqual({ code: 103, reason: 'permission denied' })
  })
})

/** Connects as an app does, with tickets from the server, and records a conversation's events. */
function follow(transport: TransportName, visitor: Visitor, gate = { open: Promise.resolve() }) {
  const path: Partial<Record<TransportName, string>> = { websocket: 'ws', http_stream: 'http-stream', sse: 'sse' }
  const address = `${server.url}/v1/realtime`
  const endpoint = transport === 'websocket' ? server.socketUrl : `${address}/${path[transport]}`
  const options: Partial<Options> = {
    websocket: WebSocket,
    fetch,
    readableStream: ReadableStream,
    eventsource: EventSource,
    emulationEndpoint: `${address}/emulation`,
    minReconnectDelay: 10,
    maxReconnectDelay: 100,
    async getToken() {
      await gate.open
      return server.ticket(visitor)
    },
  }
  const client = new Centrifuge([{ transport, endpoint }], options)
  clients.push(client)
  const subscription = client.newSubscription(`conversation:${visitor.conversationId}`)
  const events: SeenEvent[] = []
  const recovered: boolean[] = []
  subscription.on('publication', ({ offset, data }) => events.push({ ...(data as SeenEvent), ...(offset === undefined ? {} : { offset }) }))
  const subscribed = new Promise<void>((resolve, reject) => {
    subscription.on('subscribed', (context) => {
      recovered.push(context.recovered)
      resolve()
    })
    client.on('disconnected', ({ code, reason }) => reject(new Error(`disconnected: ${code} ${reason}`)))
  })
  subscribed.catch(() => undefined)
  subscription.subscribe()
  client.connect()
  return { client, events, recovered, subscribed }
}

/** Waits until so many answers of a conversation are complete. */
async function answered({ token, conversationId }: Visitor, count: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const { items } = await server.call(routes.messages.list, { params: { conversationId }, token })
      expect(items.filter(({ status }) => status === 'completed')).toHaveLength(count)
    },
    { timeout: 10_000 },
  )
}

function offsetsOf(events: SeenEvent[]): number[] {
  return events.flatMap(({ offset }) => (offset === undefined ? [] : [offset]))
}

/** The answer as its pieces spell it, each at the place it names. */
function textOf(events: SeenEvent[]): string {
  return events.reduce((text, { type, index = -1, text: piece = '' }) => (type === 'message.delta' && index === text.length ? text + piece : text), '')
}
