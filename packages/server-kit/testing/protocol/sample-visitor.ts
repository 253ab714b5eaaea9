import { randomUUID } from 'node:crypto'
import { routes } from '@coachkit/contract'
import { expect, vi } from 'vitest'
import { type Carrier, type Frame, type FrameConnection, openFrames } from './open-frames.js'

/** A server, or several behind one address, and whom it serves. */
export interface ProtocolBench {
  /** Address with the mount path, without a slash at its end. */
  baseUrl: string
  /** The slug of a creator whose coach anonymous visitors may ask; what it answers does not matter. */
  creator: string
  /** An API key of that creator with every scope. */
  key: string
  close(): Promise<void>
}

/** How long the suite waits for what must come. */
export const patience = { timeout: 20_000, interval: 10 }

/** A visitor with a conversation of its own. */
export interface SampleVisitor {
  token: string
  conversationId: string
  channel: string
  ticket(): Promise<string>
  /** Connected, over whichever instance. */
  connect(carrier: Carrier, ...more: object[]): Promise<FrameConnection>
  /** Sends a question over HTTP. */
  ask(clientMessageId?: string): Promise<void>
}

export async function createVisitor(bench: ProtocolBench): Promise<SampleVisitor> {
  const { token } = await post(bench, routes.sessions.create.path, { body: { creator: bench.creator } })
  const { id: conversationId } = await post(bench, routes.conversations.create.path, { token })
  const ticket = () => ticketOf(bench, String(token))
  return {
    token: String(token),
    conversationId: String(conversationId),
    channel: `conversation:${conversationId}`,
    ticket,
    async connect(carrier, ...more) {
      const connection = await openFrames(carrier, bench.baseUrl)
      await connection.send({ id: 1, connect: { token: await ticket() } }, ...more)
      expect(await connection.reply(1)).toHaveProperty('connect')
      return connection
    },
    async ask(clientMessageId = randomUUID()) {
      const body = { clientMessageId, text: '¿Cómo preparo la primera sesión?' }
      await post(bench, `/v1/conversations/${conversationId}/messages`, { token: String(token), body })
    },
  }
}

export async function ticketOf(bench: ProtocolBench, token: string): Promise<string> {
  return String((await post(bench, routes.realtime.ticket.path, { token })).ticket)
}

/** The end of an answer, as it is pushed. */
export async function answered(connection: FrameConnection, count = 1): Promise<void> {
  await vi.waitFor(
    () => expect(durable(connection.frames).filter(({ type }) => type === 'message.completed' || type === 'message.failed')).toHaveLength(count),
    patience,
  )
}

/** Durable events in the order they came, recovered or pushed. */
export function durable(frames: Frame[]): { offset: number; type: string }[] {
  const pubs = frames.flatMap(({ subscribe, push }) => [...(subscribe?.publications ?? []), ...(push?.pub ? [push.pub] : [])])
  return pubs.flatMap(({ offset, data }) => (offset === undefined ? [] : [{ offset, type: data.type }]))
}

async function post({ baseUrl }: ProtocolBench, path: string, { token, body }: { token?: unknown; body?: object }): Promise<Record<string, unknown>> {
  const headers = { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(body ? { 'content-type': 'application/json' } : {}) }
  const response = await fetch(`${baseUrl}${path}`, { method: 'POST', headers, ...(body ? { body: JSON.stringify(body) } : {}) })
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Record<string, unknown>
}
