import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { siteVerify } from './site-verify.js'

/** Speaks the protocol that Turnstile, hCaptcha and reCAPTCHA share: a form in, JSON out. */
let service: Server
let url: string
const asked: Record<string, string>[] = []

beforeAll(async () => {
  service = createServer(async (request, response) => {
    const form = Object.fromEntries(new URLSearchParams(await text(request)))
    asked.push(form)
    if (form.response === 'silence') return
    if (form.response === 'broken') return void response.writeHead(503).end()
    const success = form.secret === 'the-secret' && form.response?.startsWith('solved') === true
    const score = form.response === 'solved-by-a-robot' ? { score: 0.1 } : {}
    response.setHeader('content-type', 'application/json').end(form.response === 'nonsense' ? '"ok"' : JSON.stringify({ success, ...score }))
  })
  await once(service.listen(0, '127.0.0.1'), 'listening')
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/siteverify`
})
afterAll(() => {
  service.close()
  service.closeAllConnections()
})

const verifier = (secret = 'the-secret') => siteVerify({ provider: 'turnstile', siteKey: 'public', secret, url })
const verify = (response: string, signal = AbortSignal.timeout(5000)) => verifier().verify({ response, clientAddress: '203.0.113.9', signal })

test('asks the service with the secret, what the page gave and its address', async () => {
  expect(await verify('solved')).toEqual({ passed: true })
  expect(asked.at(-1)).toEqual({ secret: 'the-secret', response: 'solved', remoteip: '203.0.113.9' })
  expect(verifier().challenge).toEqual({ provider: 'turnstile', siteKey: 'public' })
})

test.each(['wrong', '', 'solved-by-a-robot'])('%j is not passed', async (response) => {
  expect(await verify(response)).toEqual({ passed: false })
})

test('nothing passes with another secret', async () => {
  expect(await verifier('other').verify({ response: 'solved', signal: AbortSignal.timeout(5000) })).toEqual({ passed: false })
})

test.each(['broken', 'nonsense'])('a service that answers %s is told from a wrong solution', async (response) => {
  await expect(verify(response)).rejects.toMatchObject({ name: 'AdapterError', adapter: 'captcha', retryable: true })
})

test('a silent service is given up', async () => {
  await expect(verify('silence', AbortSignal.timeout(50))).rejects.toMatchObject({ adapter: 'captcha', code: 'unreachable' })
})
