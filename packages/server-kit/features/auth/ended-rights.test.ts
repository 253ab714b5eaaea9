import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase } from '../../adapters/storage/__fixtures__/test-database.js'
import { postgres } from '../../adapters/storage/postgres/index.js'
import { openFrameClient } from '../../realtime/__fixtures__/frame-client.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let one: TestServer
let other: TestServer

beforeAll(async () => {
  database = await createTestDatabase()
  const encryptionKey = `k1:${Buffer.from(Array.from({ length: 32 }, (_, at) => at * 7)).toString('base64')}`
  one = await startTestServer({ storage: postgres({ url: database.url }), encryptionKey })
  other = await startTestServer({ storage: postgres({ url: database.url }), encryptionKey })
}, 60_000)
afterAll(async () => {
  await one.close()
  await other.close()
  await database.drop()
})

const invalidToken = { code: 3500, reason: 'invalid token' }

/** A socket of `token` on the other instance. */
async function connected(token: string) {
  const { ticket } = await other.call(routes.realtime.ticket, { token })
  const client = await openFrameClient(`${other.url.replace('http', 'ws')}/v1/realtime/ws`)
  client.send({ id: 1, connect: { token: ticket } })
  expect(await client.reply(1)).toHaveProperty('connect')
  return client
}

it('a sign-out on one instance ends requests and sockets on another', async () => {
  const [leaving, staying] = [await one.person(), await one.person()]
  const [ends, stays] = [await connected(leaving), await connected(staying)]
  expect((await other.request(routes.auth.me.path, { token: leaving })).status).toBe(200)
  await one.call(routes.auth.logout, { token: leaving })
  expect((await other.request(routes.auth.me.path, { token: leaving })).status).toBe(401)
  expect(await ends.closed).toEqual(invalidToken)
  expect(stays.socket.readyState).toBe(stays.socket.OPEN)
  stays.socket.close()
}, 20_000)

it('an API key that is removed ends its sockets', async () => {
  const { id, key } = await one.coach.setup.createApiKey({ creatorId: one.creatorId, name: 'leaving' })
  const client = await connected(key)
  await one.coach.setup.removeApiKey({ creatorId: one.creatorId, id })
  expect(await client.closed).toEqual(invalidToken)
}, 20_000)
