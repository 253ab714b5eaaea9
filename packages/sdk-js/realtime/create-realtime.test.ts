import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Command, Reply } from '@coachkit/contract'
import { afterEach, expect, test, vi } from 'vitest'
import { type ChannelListener, createRealtime } from './create-realtime.js'
import type { TransportName } from './transports.js'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
  vi.useRealTimers()
})

/** An HTTP-stream server whose replies the test decides. */
async function startStream(answer: (command: Command) => Partial<Reply> | undefined, transports: TransportName[] = ['http-stream'], ping = 25) {
  const streams = new Set<ServerResponse>()
  const commands: Command[] = []
  const reply = (command: Command) => {
    commands.push(command)
    const frame = command.connect ? { connect: { client: 'c', version: '1', ping, pong: true, session: 's', node: 'n' } } : answer(command)
    for (const stream of frame ? streams : []) stream.write(`${JSON.stringify({ id: command.id, ...frame })}\n`)
  }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    if (request.url?.endsWith('/emulation')) {
      for (const line of String(JSON.parse(body).data).split('\n')) reply(JSON.parse(line))
      return response.writeHead(204).end()
    }
    streams.add(response.writeHead(200))
    reply(JSON.parse(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const realtime = createRealtime({ baseUrl, fetch, transports, ticket: async () => 't' })
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { realtime, commands, push: (frame: Reply) => streams.forEach((stream) => void stream.write(`${JSON.stringify(frame)}\n`)) }
}

function listener() {
  const seen: string[] = []
  const on: ChannelListener = {
    onState: (state) => seen.push(state),
    onSubscribed: () => seen.push('subscribed'),
    onPublication: ({ data }) => seen.push(String(data)),
    onError: (code) => seen.push(`error ${code}`),
  }
  return { seen, on }
}

const subscribed = { subscribe: { recoverable: true, positioned: true, epoch: 'e', offset: 0 } }
const refusal = { error: { code: 100, message: 'internal server error' } }

test('an unsubscribe that the server refuses ends neither the connection nor the channel', async () => {
  const { realtime, push } = await startStream((command) => (command.unsubscribe ? refusal : subscribed))
  const { seen, on } = listener()
  const subscription = realtime.subscribe('conversation:a', on)
  closing.push(() => subscription.close())
  await vi.waitFor(() => expect(seen).toEqual(['connecting', 'open', 'subscribed']))
  subscription.refresh()
  await vi.waitFor(() => expect(seen).toEqual(['connecting', 'open', 'subscribed', 'subscribed']))
  push({ push: { channel: 'conversation:a', pub: { offset: 1, data: 'news' } } })
  await vi.waitFor(() => expect(seen.at(-1)).toBe('news'))
  expect(seen).not.toContain('reconnecting')
})

test('a channel that the server refuses says so, and the others go on', async () => {
  const { realtime, push } = await startStream(({ subscribe }) =>
    subscribe?.channel === 'conversation:a' ? subscribed : { error: { code: 103, message: 'permission denied' } },
  )
  const [mine, other] = [listener(), listener()]
  const subscriptions = [realtime.subscribe('conversation:a', mine.on), realtime.subscribe('conversation:b', other.on)]
  closing.push(() => subscriptions.forEach((each) => void each.close()))
  await vi.waitFor(() => expect(other.seen.at(-1)).toBe('error 103'))
  push({ push: { channel: 'conversation:a', pub: { offset: 1, data: 'news' } } })
  await vi.waitFor(() => expect(mine.seen.at(-1)).toBe('news'))
})

test('the last of several listeners leaves the channel', async () => {
  const { realtime, commands } = await startStream(() => subscribed)
  const [one, two, third] = [listener(), listener(), listener()]
  const [first, second] = [realtime.subscribe('conversation:a', one.on), realtime.subscribe('conversation:a', two.on)]
  const kept = realtime.subscribe('conversation:b', third.on)
  closing.push(() => kept.close())
  await vi.waitFor(() => expect([one.seen.at(-1), two.seen.at(-1), third.seen.at(-1)]).toEqual(['subscribed', 'subscribed', 'subscribed']))
  const left = () => commands.filter((command) => command.unsubscribe?.channel === 'conversation:a').length
  const before = left()
  first.close()
  second.close()
  await vi.waitFor(() => expect(left()).toBe(before + 1))
})

test('SSE where there is no EventSource, as in Node, is an HTTP stream', async () => {
  const { realtime } = await startStream(() => subscribed, ['sse'])
  const { seen, on } = listener()
  const subscription = realtime.subscribe('conversation:a', on)
  closing.push(() => subscription.close())
  await vi.waitFor(() => expect(seen.at(-1)).toBe('subscribed'))
})

test('a server that pings seldom is waited for as long, and ten seconds more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], shouldAdvanceTime: true })
  const { realtime } = await startStream(() => subscribed, ['http-stream'], 60)
  const { seen, on } = listener()
  const subscription = realtime.subscribe('conversation:a', on)
  closing.push(() => subscription.close())
  await vi.waitFor(() => expect(seen.at(-1)).toBe('subscribed'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(seen).not.toContain('reconnecting')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(seen).toContain('reconnecting')
})
