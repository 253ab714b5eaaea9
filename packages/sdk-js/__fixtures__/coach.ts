import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { createCoachServer, type Egress, ollama } from '@coachkit/server-kit'
import { attachRealtime, toNodeHandler } from '@coachkit/server-kit/node'
import { startOllamaServer } from '@coachkit/server-kit/testing/model-servers'
import { createCoachClient } from '../client.js'
import type { SessionStore } from '../session-store.js'

const guide = '# Sesiones\n\n## Primera sesión\n\nPara preparar la primera sesión reserva media hora el día anterior.\n'

/** A real server with one document, whose answers a model server writes as slowly as told. `page` is an HTML page served at `/page`. */
export async function startCoach(options: { delayMs?: number; page?: string; egress?: Egress } = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'coachkit-sdk-'))
  const model = await startOllamaServer({
    models: ['test'],
    reply: () => 'Reserva media hora el día anterior y escribe qué quieres que cambie [1].',
    delayMs: options.delayMs ?? 1,
  })
  const coach = createCoachServer({
    embedded: true,
    dataDir,
    languageModel: ollama({ url: model.url, model: 'test' }),
    embedder: false,
    limits: false,
    ...(options.egress ? { egress: options.egress } : {}),
    logger: { info() {}, warn() {}, error() {} },
  })
  await coach.start()
  const handle = toNodeHandler(coach)
  const server: Server = createServer((request, response) => {
    if (!network.up) return request.socket.destroy()
    if (request.url !== '/page') return handle(request, response)
    return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(options.page)
  })
  const sockets = new Set<Duplex>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  const network = { up: true, sockets: true }
  server.on('upgrade', (_request, socket) => void (network.sockets || socket.destroy()))
  attachRealtime(server, coach)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const other = createServer(handle).listen(0, '127.0.0.1')
  await once(other, 'listening')
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const creator = await coach.setup.ensureCreator({ slug: 'ana', name: 'Ana', language: 'es' })
  const { key } = await coach.setup.createApiKey({ creatorId: creator.id, name: 'test' })
  const member = createCoachClient({ baseUrl, token: key })
  const { document } = await member.knowledge.upload(new File([guide], 'guia.md'))
  const status = async () => (await member.knowledge.status({ params: { documentId: document.id } })).status
  while ((await status()) !== 'ready') await wait(20)

  return {
    baseUrl,
    /** The same coach over a way that stays open. */
    elsewhere: `http://127.0.0.1:${(other.address() as AddressInfo).port}`,
    key,
    /** A secret that vouches for the creator's users. */
    identitySecret: async () => (await coach.setup.createIdentityKey({ creatorId: creator.id })).secret,
    /** Cuts every connection that is open now. */
    cut: () => sockets.forEach((socket) => void socket.destroy()),
    /** Not `up`: requests are cut off unanswered. Without `sockets` only upgrades are. */
    network,
    async close() {
      await coach.stop()
      server.closeAllConnections()
      server.close()
      other.closeAllConnections()
      other.close()
      await model.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** What survives a reload. */
export function keptStore(): SessionStore {
  const kept = new Map<string, string>()
  return { get: (key) => kept.get(key), set: (key, value) => void kept.set(key, value) }
}
