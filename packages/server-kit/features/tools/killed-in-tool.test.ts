import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { routes } from '@coachkit/contract'
import { expect, test, vi } from 'vitest'
import { createTestDatabase } from '../../adapters/storage/__fixtures__/test-database.js'
import { createCoachServer } from '../../create-coach-server.js'
import { forkInstance } from '../../testing/__fixtures__/fork-instance.js'
import { clientOf } from '../../testing/__fixtures__/test-server.js'
import { startOllamaServer } from '../../testing/model-servers/index.js'

const patience = { timeout: 60_000, interval: 50 }

test('an instance killed while a tool runs: another looks it up anew, and the question has one answer', async () => {
  const [database, dataDir] = [await createTestDatabase(), await mkdtemp(join(tmpdir(), 'coachkit-killed-'))]
  const model = await startOllamaServer({
    tools: true,
    reply: ({ body }) =>
      (body.messages as { role: string }[]).at(-1)?.role === 'tool' ? 'Hoy cuesta doce euros.' : { calls: [{ name: 'lookup', input: {} }] },
  })
  const waiting: ServerResponse[] = []
  const source = createServer((_request, response) => void waiting.push(response)).listen(0, '127.0.0.1')
  await once(source, 'listening')
  const toolUrl = `http://127.0.0.1:${(source.address() as AddressInfo).port}`
  const start = () => forkInstance(database.url, model.url, dataDir, { toolUrl })
  const coach = createCoachServer({ database: database.url, dataDir, embedder: false, logger: { info() {}, warn() {}, error() {} } })
  await coach.start()
  const { id: creatorId } = await coach.setup.ensureCreator({ slug: 'ana', name: 'Ana', language: 'es' })
  const { key } = await coach.setup.createApiKey({ creatorId, name: 'test' })
  await coach.stop()
  const first = await start()
  const children = [first.child]
  try {
    const { token, conversationId } = await clientOf({ url: first.url, key }).visitor()
    const asked = { token, params: { conversationId }, body: { clientMessageId: 'q1', text: '¿Cuánto cuesta hoy?' } }
    await clientOf({ url: first.url, key }).call(routes.messages.send, asked)
    await vi.waitFor(() => expect(waiting).toHaveLength(1), patience)
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')

    const second = await start()
    children.push(second.child)
    await vi.waitFor(() => expect(waiting).toHaveLength(2), patience)
    waiting[1]?.end('12 €')
    const history = async () => (await clientOf({ url: second.url, key }).call(routes.messages.list, { token, params: { conversationId } })).items
    await vi.waitFor(async () => expect((await history()).at(-1)?.status).toBe('completed'), patience)
    expect((await history()).map(({ role, text }) => [role, text])).toEqual([
      ['user', '¿Cuánto cuesta hoy?'],
      ['assistant', 'Hoy cuesta doce euros.'],
    ])
    expect(await clientOf({ url: second.url, key }).call(routes.messages.send, asked)).toMatchObject({ duplicate: true })
    expect(waiting).toHaveLength(2)
  } finally {
    for (const child of children) child.kill('SIGKILL')
    source.closeAllConnections()
    source.close()
    await model.close()
    await database.drop()
    await rm(dataDir, { recursive: true })
  }
}, 180_000)
