import { isBinary, isStream, keyScope, type RouteDefinition, routes } from '@coachkit/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../adapters/storage/__fixtures__/test-database.js'
import { postgres } from '../adapters/storage/postgres/index.js'
import { mayCall, type RouteName, roles } from '../domain/policy/policy.js'
import { openFrameClient } from '../realtime/__fixtures__/frame-client.js'
import { memoryStorage } from '../testing/__fixtures__/memory-storage.js'
import { startTestServer, type TestServer } from '../testing/__fixtures__/test-server.js'

const secret = 'el unicornio azul de Beatriz'
const named = Object.entries(routes).flatMap(([noun, group]) =>
  Object.entries(group as Record<string, RouteDefinition>)
    .filter(([, { path }]) => path.includes('{') && !path.includes('{creator}'))
    .map(([name, route]) => [`${noun}.${name}` as RouteName, route] as const),
)
const bodies: Partial<Record<RouteName, object>> = {
  'feedback.give': { rating: 'up' },
  'messages.edit': { clientMessageId: 'tenancy-2', text: 'Hola' },
  'messages.send': { clientMessageId: 'intruder', text: 'Hola' },
  'messages.describe': { intent: 'intruder' },
  'participants.mark': { read: 1 },
  'participants.typing': { isTyping: true },
  'messages.reply': { clientMessageId: 'intruder', text: 'Hola' },
  'members.setRole': { role: 'viewer' },
  'platform.setCreator': { isActive: false },
  'platform.setAccount': { isActive: false },
}
const callers = ['visitor', 'owner', 'key'] as const

describe.each(['PGlite', 'PostgreSQL with one connection'])('another creator’s ids on %s', (engine) => {
  let server: TestServer
  let drop = async () => undefined as unknown
  let ids: Record<string, string>
  let tokens: Record<(typeof callers)[number], string>

  beforeAll(async () => {
    const database = engine === 'PGlite' ? undefined : await createTestDatabase()
    drop = async () => database?.drop()
    server = await startTestServer({ storage: database ? postgres({ url: database.url, poolSize: 1 }) : memoryStorage() })
    ids = await fill(server)
    const person = await server.person()
    const { key } = await server.call(routes.apiKeys.create, {
      token: person,
      body: { name: 'mine', scopes: keyScope.options },
    })
    const { creator } = (await server.call(routes.auth.me, { token: person })).membership
    const { token } = await server.call(routes.sessions.create, { body: { creator: creator.slug } })
    tokens = { visitor: token, owner: person, key }
  }, 120_000)
  afterAll(async () => {
    await server.close()
    await drop()
  })

  const cases = named.flatMap(([name, route]) => callers.map((caller) => [name, caller, route] as const))
  it.each(cases)('%s by a %s: nothing there', async (name, caller, { path, method, body: sent }) => {
    const address = path.replace(/\{(\w+)\}/g, (_, part: string) => ids[part] ?? '')
    const body =
      sent === 'multipart' ? { body: form() } : bodies[name] ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(bodies[name]) } : {}
    const response = await server.request(address, { method, token: tokens[caller], ...body })
    const text = await response.text()
    expect([response.status, JSON.parse(text).error.code]).toEqual(mayCall(name, caller) ? [404, 'RESOURCE_001'] : [403, 'AUTH_003'])
    expect(text).not.toContain(secret)
  })

  it.each(callers)('nor in the lists of a %s', async (caller) => {
    for (const [noun, group] of Object.entries(routes)) {
      for (const [name, route] of Object.entries(group as Record<string, RouteDefinition>)) {
        if (route.method !== 'GET' || route.path.includes('{')) continue
        const text = await (await server.request(route.path, { token: tokens[caller] })).text()
        for (const id of [secret, ...Object.values(ids)]) expect(text, `${noun}.${name}`).not.toContain(id)
      }
    }
  })

  it.each(callers)('nor on a socket of a %s', async (caller) => {
    const connect = async () => {
      const { ticket } = await server.call(routes.realtime.ticket, { token: tokens[caller] })
      const client = await openFrameClient(`${server.url.replace('http', 'ws')}/v1/realtime/ws`)
      client.send({ id: 1, connect: { token: ticket } })
      await client.reply(1)
      return client
    }
    const reader = await connect()
    const channels = [`conversation:${ids.conversationId}`, `creator:${ids.creatorId}`]
    channels.forEach((channel, index) => void reader.send({ id: 10 + index, subscribe: { channel } }, { id: 20 + index, history: { channel, limit: 10 } }))
    for (const id of [10, 11, 20, 21]) expect((await reader.reply(id)).error, `frame ${id}`).toMatchObject({ code: 103 })
    expect(JSON.stringify(reader.frames)).not.toContain(secret)
    reader.socket.close()
    // A file or a stream has no way over a socket.
    const called = named.filter(([, { body, result }]) => body !== 'multipart' && !isBinary(result) && !isStream(result))
    // No connection may ask more at once.
    for (let from = 0; from < called.length; from += 30) {
      const client = await connect()
      for (const [index, [name]] of called.slice(from, from + 30).entries()) {
        client.send({ id: 100 + index, rpc: { method: name, data: { params: ids, body: bodies[name] } } })
        expect((await client.reply(100 + index)).error, name).toMatchObject({ message: mayCall(name, caller) ? 'RESOURCE_001' : 'AUTH_003' })
      }
      expect(JSON.stringify(client.frames)).not.toContain(secret)
      client.socket.close()
    }
  })

  it('and everything is as it was', async () => {
    const { conversationId = '', documentId = '' } = ids
    const { items } = await server.call(routes.messages.list, { token: server.key, params: { conversationId } })
    expect(items.filter(({ role }) => role === 'user').map(({ text }) => text)).toEqual([secret])
    expect(await server.call(routes.knowledge.status, { token: server.key, params: { documentId } })).toMatchObject({ status: 'ready' })
  })
})

it('has every role among its callers but those that reach less than another, and the platform’s admin, who is bound to no creator', () => {
  const reach = (role: (typeof roles)[number]) => named.filter(([name]) => mayCall(name, role)).map(([name]) => name)
  for (const role of roles.filter((each) => each !== 'admin')) expect(reach(role).every((name) => callers.some((caller) => mayCall(name, caller)))).toBe(true)
})

function form(): FormData {
  const body = new FormData()
  body.set('file', new File(['Otra guía.'], 'otra.md'))
  return body
}

/** What the creator `ana` has: one of everything that an id can name. */
async function fill(server: TestServer): Promise<Record<string, string>> {
  const document = await server.ingest(new File([`# Guía\n\nEn la guía vive ${secret}, que dura una hora.\n`], 'guía.md'))
  const { token, conversationId } = await server.visitor()
  const sent = await server.call(routes.messages.send, { token, params: { conversationId }, body: { clientMessageId: 'a', text: secret } })
  const answered = async () => (await server.call(routes.messages.list, { token, params: { conversationId } })).items.at(-1)
  while ((await answered())?.status === 'pending') await new Promise((resolve) => setImmediate(resolve))
  const answer = await answered()
  const { id: keyId } = await server.coach.setup.createApiKey({ creatorId: server.creatorId, name: secret })
  const { id: identityKeyId } = await server.coach.setup.createIdentityKey({ creatorId: server.creatorId })
  // Its name leads nowhere, so nothing is read.
  const { website } = await server.call(routes.websites.add, { token: server.key, body: { address: 'https://nobody.ana-lopez.org/' } })
  const stranger = await server.person()
  const { account } = await server.call(routes.auth.me, { token: stranger })
  const [signIn] = (await server.call(routes.auth.signIns, { token: stranger })).items
  return {
    creatorId: server.creatorId,
    conversationId,
    chatId: conversationId,
    messageId: answer?.id ?? sent.message.id,
    documentId: document.id,
    chunkId: answer?.citations[0]?.chunkId ?? '',
    keyId,
    identityKeyId,
    accountId: account.id,
    signInId: signIn?.id ?? '',
    impersonationId: signIn?.id ?? '',
    questionId: sent.message.id,
    websiteId: website.id,
    attachmentId: await attach(server),
  }
}

/** A file that was sent in a conversation of people. */
async function attach(server: TestServer): Promise<string> {
  const { token, conversationId } = await server.visitor()
  const params = { conversationId }
  await server.call(routes.handover.accept, { token: server.key, params })
  const sent = await server.request(routes.attachments.upload.path.replace('{conversationId}', conversationId), { method: 'POST', token, body: form() })
  const { id } = routes.attachments.upload.result.parse(await sent.json())
  await server.call(routes.messages.send, { token, params, body: { clientMessageId: 'a', text: secret, attachments: [id] } })
  return id
}
