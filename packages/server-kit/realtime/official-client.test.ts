import { routes } from '@coachkit/contract'
import { Centrifuge, type Options, type TransportName } from 'centrifuge'
import { EventSource } from 'undici'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { Visitor } from '../testing/__fixtures__/test-server.js'
import { type AnsweringServer, answerText, startAnsweringServer } from './__fixtures__/answering-server.js'
import { startBareServer } from './__fixtures__/bare-server.js'

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

const patience = { timeout: 10_000 }

describe.each<TransportName>(['websocket', 'http_stream', 'sse'])('the official client over %s', (transport) => {
  it('gets a question and its answer in order, the pieces continuous', async () => {
    const visitor = await server.visitor()
    const { events, subscribed } = follow(transport, visitor)
    await subscribed
    await server.ask(visitor)
    await vi.waitFor(() => expect(events.at(-1)?.type).toBe('message.completed'), patience)

    const types = events.map(({ type }) => type).filter((type, at, all) => type !== 'message.delta' || all[at - 1] !== type)
    expect(types).toEqual(['message.created', 'message.created', 'message.started', 'message.delta', 'message.completed'])
    expect(offsetsOf(events)).toEqual([1, 2, 3])
    expect(textOf(events)).toBe(answerText)
  })

  it('recovers what happened while it was cut off, nothing lost or doubled', async () => {
    const visitor = await server.visitor()
    const gate = { open: Promise.resolve() }
    const { events, subscribed, recovered } = follow(transport, visitor, { gate })
    await subscribed
    await server.ask(visitor)
    await vi.waitFor(() => expect(offsetsOf(events)).toEqual([1, 2, 3]), patience)

    let letIn: () => void = () => undefined
    gate.open = new Promise((resolve) => {
      letIn = resolve
    })
    server.cutRealtime()
    await server.ask(visitor)
    await answered(visitor, 2)
    expect(offsetsOf(events)).toEqual([1, 2, 3])
    letIn()
    await vi.waitFor(() => expect(offsetsOf(events)).toEqual([1, 2, 3, 4, 5, 6]), patience)
    expect(recovered).toEqual([false, true])

    // And what follows arrives as before.
    await server.ask(visitor)
    await vi.waitFor(() => expect(offsetsOf(events)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]), patience)
  })

  it('has its channels from the start where it asks for them as it connects, and recovers them too', async () => {
    const visitor = await server.visitor()
    const channel = `conversation:${visitor.conversationId}`
    const { client } = follow(transport, visitor, { data: { channels: [channel] }, subscribes: false })
    const seen: number[] = []
    const recovered: boolean[] = []
    client.on('subscribed', (context) => recovered.push(context.recovered))
    client.on('publication', (context) => void (context.channel === channel && context.offset !== undefined && seen.push(context.offset)))
    await client.ready(10_000)
    await server.ask(visitor)
    await vi.waitFor(() => expect(seen).toEqual([1, 2, 3]), patience)
    server.cutRealtime()
    await server.ask(visitor)
    await vi.waitFor(() => expect(seen).toEqual([1, 2, 3, 4, 5, 6]), patience)
    expect(recovered).toEqual([false, true])
  })

  it('recovers from ten breaks in a row', async () => {
    const visitor = await server.visitor()
    const { events, subscribed, recovered } = follow(transport, visitor)
    await subscribed
    for (let at = 1; at <= 10; at += 1) {
      server.cutRealtime()
      if (at % 5 === 0) await server.ask(visitor)
      await vi.waitFor(() => expect(recovered).toHaveLength(at + 1), patience)
    }
    await vi.waitFor(() => expect(offsetsOf(events)).toEqual([1, 2, 3, 4, 5, 6]), patience)
    expect(recovered).toEqual([false, ...Array.from({ length: 10 }, () => true)])
  })

  it('asks who is there, reads the log and batches its commands', async () => {
    const visitor = await server.visitor()
    const { client, subscription, subscribed } = follow(transport, visitor)
    await subscribed
    await server.ask(visitor)
    await answered(visitor, 1)
    client.startBatching()
    const asked = Promise.all([subscription.presence(), subscription.presenceStats(), subscription.history({ limit: 2 }), subscription.history({})])
    client.stopBatching()
    const [{ clients }, stats, page, position] = await asked
    expect(Object.values(clients)).toEqual([{ client: 'visitor', user: 'visitor' }])
    expect(stats).toEqual({ numClients: 1, numUsers: 1 })
    expect(page.publications.map(({ offset }) => offset)).toEqual([1, 2])
    expect(position).toEqual({ publications: [], offset: 3, epoch: page.epoch })
    // Nobody publishes but the server, and what is sent into the void ends nothing.
    await expect(client.publish('conversation:x', {})).rejects.toMatchObject({ code: 103 })
    await client.send({ hello: true })
    expect(await client.rpc('health.get', {})).toMatchObject({ data: { status: 'healthy' } })
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

it('goes on with another ticket when its credential is about to end, and stays the same connection', async () => {
  const tickets: string[] = []
  const bare = await startBareServer({
    async takeTicket(ticket) {
      tickets.push(ticket)
      const endsAt = new Date(Date.now() + (tickets.length === 1 ? 1000 : 3_600_000))
      return { principal: { kind: 'visitor', creatorId: 'a', sessionId: 's', tokenHash: ticket }, endsAt }
    },
  })
  let given = 0
  const client = new Centrifuge(bare.socketUrl, { websocket: WebSocket, getToken: async () => `ticket-${++given}` })
  clients.push(client)
  const connected: string[] = []
  client.on('connected', (context) => connected.push(context.client))
  client.connect()
  await vi.waitFor(() => expect(tickets).toEqual(['ticket-1', 'ticket-2']), patience)
  expect(await client.rpc('anything', {})).toEqual({ data: {} })
  expect(connected).toHaveLength(1)
  client.disconnect()
  await bare.close()
})

/** Connects as an app does, with tickets from the server, and records a conversation's events. */
function follow(
  transport: TransportName,
  visitor: Visitor,
  { gate = { open: Promise.resolve() }, data, subscribes = true }: { gate?: { open: Promise<void> }; data?: object; subscribes?: boolean } = {},
) {
  const path: Partial<Record<TransportName, string>> = { websocket: 'ws', http_stream: 'http-stream', sse: 'sse' }
  const address = `${server.url}/v1/realtime`
  const endpoint = transport === 'websocket' ? server.socketUrl : `${address}/${path[transport]}`
  const options: Partial<Options> = {
    websocket: WebSocket,
    fetch,
    readableStream: ReadableStream,
    eventsource: EventSource,
    emulationEndpoint: `${address}/emulation`,
    ...(data ? { data } : {}),
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
  if (subscribes) subscription.subscribe()
  else client.removeSubscription(subscription)
  client.connect()
  return { client, subscription, events, recovered, subscribed }
}

/** Waits until so many answers of a conversation are complete. */
async function answered({ token, conversationId }: Visitor, count: number): Promise<void> {
  await vi.waitFor(async () => {
    const { items } = await server.call(routes.messages.list, { params: { conversationId }, token })
    expect(items.filter(({ status }) => status === 'completed')).toHaveLength(count)
  }, patience)
}

function offsetsOf(events: SeenEvent[]): number[] {
  return events.flatMap(({ offset }) => (offset === undefined ? [] : [offset]))
}

/** The answer as its pieces spell it, each at the place it names. */
function textOf(events: SeenEvent[]): string {
  return events.reduce((text, { type, index = -1, text: piece = '' }) => (type === 'message.delta' && index === text.length ? text + piece : text), '')
}
