import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractive } from '../adapters/language-model/extractive/index.js'
import { jsonLogger } from '../adapters/logger/index.js'
import type { CoachServer } from '../coach-server.js'
import type { CoachServerOptions } from '../config/options.js'
import { createCoachServer } from '../create-coach-server.js'
import { attachRealtime, toNodeHandler } from '../hosts/node.js'

export interface TestServerOptions extends CoachServerOptions {
  /** Serves the coach as your host would; plain Node unless told. */
  listen?: (coach: CoachServer) => Promise<Server>
}
/** A real coach that listens on the loopback interface. */
export interface TestCoach {
  coach: CoachServer
  server: Server
  /** Address with the mount path, without a slash at its end. */
  url: string
  /** Of the creator `ana`, who writes Spanish. */
  creatorId: string
  /** The creator's API key. */
  key: string
  /** Stops it, and removes what it kept in a folder of its own. */
  close(): Promise<void>
}

/**
 * Starts a coach for your own tests, in any test runner: everything real, with the embedded database in a folder of its own unless `database`,
 * `storage` or `dataDir` say otherwise. It answers by quoting, counts no calls and logs nothing, unless told.
 */
export async function createTestServer({ listen, ...options }: TestServerOptions = {}): Promise<TestCoach> {
  const own = options.dataDir === undefined ? await mkdtemp(join(tmpdir(), 'coachkit-test-')) : undefined
  const isKept = options.database !== undefined || options.storage !== undefined
  const coach = createCoachServer({
    ...(own === undefined ? {} : { dataDir: own }),
    ...(isKept ? {} : { embedded: true }),
    languageModel: extractive(),
    embedder: false,
    limits: false,
    logger: jsonLogger({ level: 'silent' }),
    ...options,
  })
  await coach.start()
  const server = await (listen ?? listenOnNode(options.mountPath))(coach)
  const { id: creatorId } = await coach.setup.ensureCreator({ slug: 'ana', name: 'Ana', language: 'es' })
  const { key } = await coach.setup.createApiKey({ creatorId, name: 'test' })
  return {
    ...{ coach, server, creatorId, key },
    url: addressOf(server, options.mountPath),
    async close() {
      await coach.stop()
      closeServer(server)
      if (own !== undefined) await rm(own, { recursive: true })
    },
  }
}

/** The address below which a server answers for a coach. */
export function addressOf(server: Server, mountPath = ''): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${mountPath}`
}

export function closeServer(server: Server): void {
  server.close()
  server.closeAllConnections()
}

function listenOnNode(mountPath = ''): (coach: CoachServer) => Promise<Server> {
  return async (coach) => {
    const server = createServer(toNodeHandler(coach, { mountPath }))
    attachRealtime(server, coach, { mountPath })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    return server
  }
}
