import { routes } from '@coachkit/contract'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { memoryRateLimiter } from '../adapters/rate-limiter/memory/index.js'
import { createTestKeys, testRedisUrl } from '../adapters/rate-limiter/redis/__fixtures__/test-redis.js'
import { redisRateLimiter } from '../adapters/rate-limiter/redis/index.js'
import { createTestDatabase } from '../adapters/storage/__fixtures__/test-database.js'
import { postgres } from '../adapters/storage/postgres/index.js'
import { AdapterError } from '../ports/index.js'
import { expectRefusal } from '../testing/__fixtures__/expect-refusal.js'
import { memoryStorage } from '../testing/__fixtures__/memory-storage.js'
import { startTestServer, type TestServer } from '../testing/__fixtures__/test-server.js'
import type { TestServerOptions } from '../testing/create-test-server.js'

const minute = 60_000
const storage = memoryStorage()
const servers: TestServer[] = []
/** The limiter's time: it passes when a test says so. */
let now: number

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})
afterAll(() => storage.close())

async function start(options: TestServerOptions): Promise<TestServer> {
  now = Date.UTC(2030, 0, 1)
  const rateLimiter = memoryRateLimiter({ clock: { now: () => new Date(now) } })
  const server = await startTestServer({ storage: { ...storage, close: async () => undefined }, rateLimiter, trustedProxies: ['127.0.0.1'], ...options })
  servers.push(server)
  return server
}
const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })
const health = (server: TestServer, address = '203.0.113.9') => server.request('/v1/health', from(address))
const left = ({ headers }: Response) => ['limit', 'remaining', 'reset'].map((name) => headers.get(`ratelimit-${name}`))

test('a creator says how many questions a visitor may ask in a minute, and it holds at once', async () => {
  const server = await start({ limits: {} })
  const token = await server.person()
  const { slug } = await server.call(routes.creators.profile, { token })
  const visitor = await server.call(routes.sessions.create, { body: { creator: slug } })
  const { id } = await server.call(routes.conversations.create, { token: visitor.token })
  const ask = (clientMessageId: string) =>
    server.request(routes.messages.send.path.replace('{conversationId}', id), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ clientMessageId, text: '¿Qué tal?' }),
      token: visitor.token,
    })
  expect((await ask('one')).status).toBe(201)
  await server.call(routes.widget.updateSettings, { token, body: { rateLimitPerMinute: 2 } })
  expect((await ask('two')).status).toBe(201)
  expect(await expectRefusal(await ask('three'), 'RATE_001')).toMatchObject({ retryAfterMs: expect.any(Number) })
  await server.call(routes.widget.updateSettings, { token, body: { rateLimitPerMinute: 30 } })
  expect((await ask('four')).status).toBe(201)
})

describe('an address', () => {
  test('is told what is left, is refused beyond it and served again later; others never notice', async () => {
    const server = await start({ limits: { requestsPerAddress: { limit: 2, windowMs: minute } } })
    expect(left(await health(server))).toEqual(['2', '1', '120'])
    expect(left(await health(server))).toEqual(['2', '0', '120'])
    const refused = await health(server)
    expect(left(refused)).toEqual(['2', '0', '120'])
    expect(refused.headers.get('retry-after')).toBe('90')
    expect(await expectRefusal(refused, 'RATE_001')).toMatchObject({ retryAfterMs: expect.any(Number) })
    expect((await health(server, '203.0.113.10')).status).toBe(200)
    now += 2 * minute
    expect((await health(server)).status).toBe(200)
  })

  test('that goes on is blocked for longer each time', async () => {
    const server = await start({ limits: { requestsPerAddress: { limit: 1, windowMs: 1000, backOff: { firstMs: 10_000, maxMs: 3_600_000 } } } })
    const waits: string[] = []
    for (let round = 0; round < 3; round += 1) {
      await health(server)
      const wait = (await health(server)).headers.get('retry-after') ?? ''
      waits.push(wait)
      now += Number(wait) * 1000
    }
    expect(waits).toEqual(['10', '20', '40'])
  })

  test('goes on at once when it solved a challenge; not with a wrong answer, and not by trying answers', async () => {
    const asked: string[] = []
    const captcha = {
      challenge: { provider: 'turnstile', siteKey: 'public' },
      async verify({ response }: { response: string }) {
        asked.push(response)
        if (response === 'away') throw new AdapterError({ adapter: 'captcha', code: 'unreachable', retryable: true, message: 'away' })
        return { passed: response === 'solved' }
      },
    }
    const requestsPerAddress = { limit: 1, windowMs: minute, backOff: { firstMs: minute, maxMs: 60 * minute } }
    const server = await start({ limits: { requestsPerAddress }, captcha })
    const answer = (response: string) => server.request('/v1/health', { headers: { ...from('203.0.113.9').headers, 'x-captcha-response': response } })
    expect((await answer('solved')).status, 'nothing is refused yet').toBe(200)
    expect(asked).toEqual([])
    const refusal = await expectRefusal(await health(server), 'RATE_001')
    expect(refusal.details).toEqual({ challenge: captcha.challenge })
    for (const wrong of ['wrong', 'away']) expect((await answer(wrong)).status).toBe(429)
    expect((await answer('solved')).status).toBe(200)
    for (let round = 0; round < 5; round += 1) await answer('wrong')
    expect(asked).toEqual(['wrong', 'away', 'solved', 'wrong', 'wrong'])
    expect((await answer('solved')).status, 'after five answers a minute none is heard').toBe(429)
    const plain = await start({ limits: { requestsPerAddress } })
    await health(plain)
    expect(await expectRefusal(await health(plain), 'RATE_001')).not.toHaveProperty('details')
  })

  test('is the same for the whole /64 of IPv6, and is not what an untrusted peer claims', async () => {
    const warnings: string[] = []
    const logger = { info() {}, warn: (event: string) => void warnings.push(event), error() {} }
    const limits = { requestsPerAddress: { limit: 1, windowMs: minute } }
    const trusting = await start({ limits })
    expect((await health(trusting, '2001:db8::1')).status).toBe(200)
    expect((await health(trusting, '2001:db8::ffff:1')).status).toBe(429)
    expect((await health(trusting, '2001:db8:0:1::1')).status).toBe(200)
    const wary = await start({ limits, trustedProxies: [], logger })
    expect((await health(wary, '203.0.113.9')).status).toBe(200)
    expect((await health(wary, '203.0.113.10')).status).toBe(429)
    expect(warnings).toEqual(['limits.proxy_not_trusted'])
  })

  test('counts guesses of credentials, and its body is not read once it is refused', async () => {
    const server = await start({ limits: { requestsPerAddress: { limit: 2, windowMs: minute } } })
    const guess = (type: string) =>
      server.request('/v1/conversations', {
        method: 'POST',
        token: 'cks_wrong-wrong-wrong',
        body: '{',
        headers: { ...from('203.0.113.9').headers, 'content-type': type },
      })
    await expectRefusal(await guess('application/json'), 'AUTH_001')
    await expectRefusal(await guess('application/json'), 'AUTH_001')
    await expectRefusal(await guess('text/plain'), 'RATE_001')
  })

  test('is unknown without a peer: its limit does not hold, the others do', async () => {
    const server = await start({ limits: { requestsPerAddress: { limit: 0, windowMs: minute }, connectionsPerSession: { limit: 1, windowMs: minute } } })
    const ticket = () =>
      server.coach.fetch(new Request('http://localhost/v1/realtime/tickets', { method: 'POST', headers: { authorization: `Bearer ${server.key}` } }))
    expect((await ticket()).status).toBe(201)
    await expectRefusal(await ticket(), 'RATE_001')
  })
})

describe('users and creators', () => {
  test('a visitor asks ten questions a minute; another visitor is not meant', async () => {
    const server = await start({ limits: {} })
    const [eager, calm] = [await server.visitor(), await server.visitor()]
    const ask = ({ token, conversationId }: typeof eager, number: number) =>
      server.request(`/v1/conversations/${conversationId}/messages`, {
        method: 'POST',
        token,
        body: JSON.stringify({ clientMessageId: `question-${number}`, text: '¿Qué?' }),
        headers: { 'content-type': 'application/json' },
      })
    const statuses: number[] = []
    for (let number = 0; number < 11; number += 1) statuses.push((await ask(eager, number)).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 201), 429])
    expect((await ask(calm, 0)).status).toBe(201)
    expect((await server.request('/v1/conversations', { token: eager.token })).status).toBe(200)
  })

  test("one creator's uploads leave another's alone", async () => {
    const server = await start({ limits: { uploadsPerCreator: { limit: 1, windowMs: minute } } })
    const { id: creatorId } = await server.coach.setup.ensureCreator({ slug: 'bea', name: 'Bea', language: 'es' })
    const { key } = await server.coach.setup.createApiKey({ creatorId, name: 'test' })
    const file = new File(['# Guía\n\nUna frase.\n'], 'guia.md')
    expect((await server.upload(file)).status).toBe(201)
    await expectRefusal(await server.upload(file), 'RATE_001')
    expect((await server.upload(file, { token: key })).status).toBe(201)
  })

  test('a creator’s plan allows so much an hour, of its visitors and members together', async () => {
    const server = await start({ limits: { requestsPerTier: { free: { limit: 4, windowMs: 60 * minute } } } })
    const { id: creatorId } = await server.coach.setup.ensureCreator({ slug: 'carla', name: 'Carla', language: 'es', tier: 'premium' })
    const { key } = await server.coach.setup.createApiKey({ creatorId, name: 'test' })
    const list = async (token: string) => (await server.request('/v1/creators/knowledge/documents', { token })).status
    const [visitor] = [await server.visitor(), await server.visitor()]
    expect([await list(server.key), await list(server.key), await list(server.key)]).toEqual([200, 200, 429])
    expect((await server.request('/v1/conversations', { token: visitor.token })).status).toBe(429)
    for (let call = 0; call < 6; call += 1) expect(await list(key)).toBe(200)
  })

  test('without limits nothing is counted and nothing is told', async () => {
    const server = await start({ limits: false })
    expect(left(await health(server))).toEqual([null, null, null])
  })
})

describe('instances', () => {
  const limits = { requestsPerAddress: { limit: 3, windowMs: 60 * minute } }
  const pair = async (options: () => TestServerOptions) => {
    const started = await Promise.all([options(), options()].map((each) => startTestServer({ limits, ...each })))
    servers.push(...started)
    return started
  }
  const askInTurns = async (started: TestServer[]) => {
    const statuses: number[] = []
    for (const server of [...started, ...started]) statuses.push((await server.request(routes.health.get.path)).status)
    return statuses
  }
  const kept = () => ({ ...storage, close: async () => undefined })

  test('on one database count together', async () => {
    const database = await createTestDatabase()
    expect(await askInTurns(await pair(() => ({ storage: postgres({ url: database.url }) })))).toEqual([200, 200, 200, 429])
    for (const server of servers.splice(0)) await server.close()
    await database.drop()
  })

  test('that share a limiter of the host count together in that', async () => {
    const keys = createTestKeys()
    const rateLimiter = () => redisRateLimiter({ url: testRedisUrl, prefix: keys.prefix, timeoutMs: 10_000 })
    expect(await askInTurns(await pair(() => ({ storage: kept(), rateLimiter: rateLimiter() })))).toEqual([200, 200, 200, 429])
    await keys.drop()
  })

  test('whose limiter is away count each by itself, never not at all', async () => {
    const warnings: string[] = []
    const logger = { info() {}, warn: (event: string) => void warnings.push(event), error() {} }
    const nowhere = () => redisRateLimiter({ url: 'redis://127.0.0.1:1' })
    const [server] = await pair(() => ({ storage: kept(), rateLimiter: nowhere(), logger }))
    if (!server) throw new Error('There is one.')
    expect([...(await askInTurns([server, server]))]).toEqual([200, 200, 200, 429])
    expect(warnings).toEqual(['limits.local'])
  })
})
