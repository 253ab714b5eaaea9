import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestServer, type TestServer } from '../testing/__fixtures__/test-server.js'
import { openFrameClient } from './__fixtures__/frame-client.js'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
}, 60_000)
afterAll(() => server.close())

/** A member who follows the creator, as far as told. */
async function follow(data?: unknown) {
  const { ticket } = await server.call(routes.realtime.ticket, { token: server.key })
  const reader = await openFrameClient(`${server.url.replace('http', 'ws')}/v1/realtime/ws`)
  reader.send({ id: 1, connect: { token: ticket } }, { id: 2, subscribe: { channel: `creator:${server.creatorId}`, data } })
  const reply = await reader.reply(2)
  const told = () => reader.frames.flatMap(({ push }) => (push?.pub ? [push.pub.data as { type: string; conversation?: { id: string } }] : []))
  return { reply, told, leave: () => reader.socket.close() }
}

test('a reader of the creator’s channel is told what it asked for, and another everything', async () => {
  const [one, other] = [await server.visitor(), await server.visitor()]
  const readers = {
    all: await follow(),
    documents: await follow({ types: ['document.ready'] }),
    requests: await follow({ types: ['handover.accepted'], conversations: [one.conversationId] }),
  }
  for (const { conversationId } of [other, one]) {
    await server.call(routes.handover.accept, { token: server.key, params: { conversationId } })
    await server.call(routes.handover.release, { token: server.key, params: { conversationId } })
  }
  await server.ingest(new File(['# Sesiones\n\nLa primera dura una hora.\n'], 'guia.md'))
  await vi.waitFor(() => expect(readers.documents.told().map(({ type }) => type)).toEqual(['document.ready']))
  await vi.waitFor(() => expect(readers.all.told().filter(({ type }) => type.startsWith('handover.'))).toHaveLength(4))
  await vi.waitFor(() => expect(readers.requests.told()).toMatchObject([{ type: 'handover.accepted', conversation: { id: one.conversationId } }]))
  for (const { leave } of Object.values(readers)) leave()
})

test.each([{ types: 'document.ready' }, { kinds: [] }, { conversations: ['x'] }, 7])('what is no filter is refused: %j', async (data) => {
  const { reply, leave } = await follow(data)
  expect(reply.error).toMatchObject({ code: 107 })
  leave()
})
