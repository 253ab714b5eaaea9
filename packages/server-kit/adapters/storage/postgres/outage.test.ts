import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createSampleTenant } from '../../../testing/storage-conformance/sample-tenant.js'
import { createTestDatabase } from '../__fixtures__/test-database.js'
import { postgres } from './index.js'

test('an unreachable server is a sentence that names the place and not the password', async () => {
  const storage = postgres({ url: 'postgres://coach:secret-word@127.0.0.1:1/coach' })
  for (const attempt of [() => storage.migrate(), () => storage.health(), () => storage.as({ system: 'jobs' }, (tx) => tx.jobs.depth())]) {
    const error = await attempt().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'AdapterError', adapter: 'postgres', code: 'unreachable', retryable: true })
    expect(error).toHaveProperty('message', expect.stringContaining('127.0.0.1:1/coach'))
    expect(String(error)).not.toContain('secret-word')
  }
  await storage.close()
})

test('a database that does not exist, and an address that is none, are said too', async () => {
  const database = await createTestDatabase()
  await database.drop()
  const absent = postgres({ url: database.url })
  await expect(absent.migrate()).rejects.toMatchObject({ name: 'AdapterError', code: 'unreachable' })
  await absent.close()
  const nowhere = postgres({ url: 'not an address' })
  await expect(nowhere.migrate()).rejects.toMatchObject({ name: 'AdapterError', code: 'invalid_url' })
  await expect(nowhere.health()).rejects.toMatchObject({ name: 'AdapterError', code: 'invalid_url' })
  await nowhere.close()
})

test('a server that accepts and stays silent is given up', async () => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const storage = postgres({ url: `postgres://coach@127.0.0.1:${port}/coach` })
  await expect(storage.health()).rejects.toMatchObject({ code: 'unreachable' })
  await storage.close()
  for (const socket of sockets) socket.destroy()
  server.close()
})

test('connections cut by the server fail their work and the next work connects again', async () => {
  const database = await createTestDatabase()
  const storage = postgres({ url: database.url })
  await storage.migrate()
  const tenant = await createSampleTenant(storage)
  const cut = tenant.as(async (tx) => {
    await tx.conversations.find(tenant.conversation.id)
    await database.execute('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()')
    await tx.conversations.find(tenant.conversation.id)
  })
  await expect(cut).rejects.toMatchObject({ name: 'AdapterError', code: 'unreachable', retryable: true })
  expect(await tenant.as((tx) => tx.conversations.find(tenant.conversation.id))).toEqual(tenant.conversation)
  await storage.close()
  await expect(storage.health()).rejects.toMatchObject({ code: 'closed' })
  await database.drop()
})
