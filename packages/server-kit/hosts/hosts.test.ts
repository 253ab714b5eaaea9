import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener, serve } from '@hono/node-server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CoachServer } from '../coach-server.js'
import { startTestServer, type TestServer } from '../testing/__fixtures__/test-server.js'
import { describeHost, mountPath } from './__fixtures__/host-suite.js'
import { toExpress } from './express.js'
import { toFastify } from './fastify.js'
import { toHono } from './hono.js'
import { attachRealtime, toNodeHandler } from './node.js'

let kit: TestServer
let widgetDir: string
const shared = () => kit

beforeAll(async () => {
  widgetDir = await mkdtemp(join(tmpdir(), 'coachkit-widget-'))
  await writeFile(join(widgetDir, 'widget.js'), 'customElements.define("coach-widget", class extends HTMLElement {})')
  kit = await startTestServer({ mountPath, widgetDir })
}, 60_000)
afterAll(async () => {
  await kit.close()
  await rm(widgetDir, { recursive: true })
})

async function listening(server: Server, coach?: CoachServer): Promise<Server> {
  if (coach) attachRealtime(server, coach, { mountPath })
  if (!server.listening) {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  }
  return server
}

describeHost({
  coach: shared,
  name: 'plain Node',
  listen: (coach) => {
    const handle = toNodeHandler(coach, { mountPath })
    return listening(
      createServer((request, response) => (request.url === '/own' ? response.end('own') : handle(request, response))),
      coach,
    )
  },
})

describeHost({
  coach: shared,
  name: 'Express',
  listen: (coach) => {
    const app = express()
    app.get('/own', (_request, response) => void response.send('own'))
    app.use(mountPath, toExpress(coach))
    return listening(createServer(app), coach)
  },
})

describeHost({
  coach: shared,
  name: 'Express behind express.json()',
  listen: (coach) => {
    const app = express()
    app.use(express.json())
    app.get('/own', (_request, response) => void response.send('own'))
    app.use(mountPath, toExpress(coach))
    return listening(createServer(app), coach)
  },
})

describeHost({
  coach: shared,
  name: 'Fastify',
  listen: async (coach) => {
    const app = fastify()
    app.get('/own', async () => 'own')
    await app.register(toFastify(coach), { prefix: mountPath })
    await app.listen({ port: 0, host: '127.0.0.1' })
    return listening(app.server, coach)
  },
})

describeHost({
  coach: shared,
  name: 'Hono',
  listen: async (coach) => {
    const app = new Hono()
    app.get('/own', (context) => context.text('own'))
    app.mount(mountPath, toHono(coach))
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
    if (!server.listening) await once(server, 'listening')
    return listening(server, coach)
  },
})

describeHost({
  coach: shared,
  name: 'a handler of web requests without sockets, as a Next.js route is',
  sockets: false,
  listen: (coach) => {
    const route = getRequestListener((request) => coach.fetch(request), { overrideGlobalObjects: false })
    const server = createServer((request, response) => (request.url === '/own' ? response.end('own') : void route(request, response)))
    return listening(server)
  },
})

test('an upgrade that is not for the kit stays with the host', async () => {
  const coach = { handleUpgrade: () => expect.unreachable() } as unknown as CoachServer
  const server = createServer()
  const detach = attachRealtime(server, coach, { mountPath })
  server.emit('upgrade', { url: '/other/ws' }, {}, Buffer.alloc(0))
  detach()
  expect(server.listenerCount('upgrade')).toBe(0)
})
