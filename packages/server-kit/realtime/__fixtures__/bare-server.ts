import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { DurableConversationEvent } from '@coachkit/contract'
import { memoryBus } from '../../adapters/bus/memory/index.js'
import type { LoggedEvent } from '../../ports/index.js'
import type { HeartbeatOptions } from '../heartbeat.js'
import type { RealtimeDeps } from '../realtime-deps.js'
import { createRealtimeServer } from '../realtime-server.js'
import { type FrameClient, openFrameClient } from './frame-client.js'

export const channel = 'conversation:c1'
export const visitor = { kind: 'visitor', creatorId: 'a', sessionId: 's', tokenHash: 't' } as const

/** The realtime server alone: any ticket is good, and the test writes the one conversation's log and rings the bus. */
export async function startBareServer(options: { heartbeat?: HeartbeatOptions; bus?: RealtimeDeps['bus']; takeTicket?: RealtimeDeps['takeTicket'] } = {}) {
  const bus = options.bus ?? memoryBus()
  const log: LoggedEvent[] = []
  const warnings: string[] = []
  const reading = { fails: false }
  const realtime = createRealtimeServer(
    {
      takeTicket: options.takeTicket ?? (async () => ({ principal: visitor })),
      recheck: async (principal) => principal,
      mayRead: async () => true,
      mayBeTold: () => true,
      async readLog({ offset, limit }) {
        if (reading.fails) throw new Error('The database is away')
        return { events: log.filter((logged) => logged.offset > offset).slice(0, limit), offset: log.length, epoch: 'e' }
      },
      readStart: async ({ offset, limit }) => ({
        events: log.filter((logged) => logged.offset > offset).slice(0, limit),
        offset: log.length,
        epoch: 'e',
        receipts: [],
      }),
      onLeft: () => undefined,
      snapshot: () => [],
      invoke: async () => ({}),
      admit: async () => undefined,
      origins: { mayPreflight: async () => true, mayCall: async () => true },
      bus,
      logger: { info() {}, warn: (event) => void warnings.push(event), error: (event) => void warnings.push(event) },
    },
    options,
  )
  const server = createServer(async (_request, response) => void response.writeHead(404).end())
  server.on('upgrade', realtime.handleUpgrade)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const socketUrl = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clients: FrameClient[] = []

  return {
    socketUrl,
    realtime,
    bus,
    warnings,
    /** While it fails, the log cannot be read. */
    reading,
    open: async () => {
      const client = await openFrameClient(socketUrl)
      clients.push(client)
      return client
    },
    /** Opens a client that reads the conversation. */
    reader: async () => {
      const client = await openFrameClient(socketUrl)
      clients.push(client)
      client.send({ id: 1, connect: { token: 't' } }, { id: 2, subscribe: { channel } })
      await client.reply(2)
      return client
    },
    /** Stores an event; the bus is not told. */
    store: (text: string): LoggedEvent => {
      // Readers are pushed events as they are; here only the text counts.
      const event = { type: 'message.completed', message: { text } } as unknown as DurableConversationEvent
      const logged = { offset: log.length + 1, event }
      log.push(logged)
      return logged
    },
    ring: (logged: LoggedEvent) => bus.publish(channel, { kind: 'durable', ...logged }),
    async close() {
      for (const { socket } of clients) socket.terminate()
      await realtime.drain({ withinMs: 0 })
      server.closeAllConnections()
      server.close()
    },
  }
}

/** The offsets a client was pushed, in order. */
export function pushedOffsets({ frames }: FrameClient): (number | undefined)[] {
  return frames.flatMap(({ push }) => (push?.pub ? [push.pub.offset] : []))
}
