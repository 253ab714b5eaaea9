import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { createCoachClient } from './client.js'

it('starts a new session once when the stored one has expired', async () => {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`)
    const current = request.url?.endsWith('/current')
    response.writeHead(current ? 401 : 201, { 'content-type': 'application/json' })
    response.end(JSON.stringify(current ? { error: { code: 'AUTH_002', message: 'expired' } } : { session: { id: 's' }, token: 'new', config: {} }))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const kept = new Map([[`coachkit:${baseUrl}:ana`, 'old']])
  const client = createCoachClient({ baseUrl, creator: 'ana', sessionStore: { get: (key) => kept.get(key), set: (key, value) => void kept.set(key, value) } })
  expect((await client.session.ensure()).token).toBe('new')
  expect(seen).toEqual(['GET /v1/channels/sessions/current Bearer old', 'POST /v1/channels/sessions '])
  server.close()
})

it('asks once from a website that may not call, and again after any other failure', async () => {
  let asked = 0
  const refusing = (status: number, code: string) => async () => {
    asked += 1
    return Response.json({ error: { code, message: 'No.' } }, { status })
  }
  const twice = async (answer: typeof fetch) => {
    asked = 0
    const client = createCoachClient({ baseUrl: 'https://ana.example/coach', creator: 'ana', fetch: answer })
    for (const _ of [1, 2]) await client.session.ensure().catch((error: unknown) => expect(error).toMatchObject({ message: 'No.' }))
    return asked
  }
  expect([await twice(refusing(403, 'ORIGIN_001')), await twice(refusing(503, 'SYS_001'))]).toEqual([1, 2])
})

it('knows a logo’s address, and that there is none', () => {
  const client = createCoachClient({ baseUrl: 'https://ana.example/coach/', creator: 'ana' })
  expect(client.creators.logoUrl({ logo: '/v1/creators/ana/logo?v=1' })).toBe('https://ana.example/coach/v1/creators/ana/logo?v=1')
  expect(client.creators.logoUrl({})).toBeUndefined()
})

it('names a request by its idempotency key', async () => {
  const named: (string | null)[] = []
  const send: typeof fetch = async (_address, init) => {
    named.push(new Headers(init?.headers).get('idempotency-key'))
    return Response.json({ id: 'c' }, { status: 201 })
  }
  const client = createCoachClient({ baseUrl: 'https://ana.example/coach', token: 'a-visitor', fetch: send })
  await client.conversations.create({ idempotencyKey: 'mine' })
  await client.conversations.create()
  expect(named).toEqual(['mine', null])
})
