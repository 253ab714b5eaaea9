import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { routes } from '@coachkit/contract'
import type { TextExtractor } from '../../packages/server-kit/ports/index.js'
import { memoryStorage } from '../../packages/server-kit/testing/__fixtures__/memory-storage.js'
import { startTestServer, type TestServer, type Visitor } from '../../packages/server-kit/testing/__fixtures__/test-server.js'

export interface AttackedServer {
  server: TestServer
  visitor: Visitor
  /** The access token of a member. */
  person: string
  /** Names of the files that uploads left behind. */
  storedFiles(): string[]
  /** What went wrong with the server or with this process since it started; `undefined` while both are well. */
  harm(): Promise<string | undefined>
  close(): Promise<void>
}

/** A real server with one creator and one visitor, its uploads in a folder that can be looked into. */
export async function attackedServer(): Promise<AttackedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'coachkit-attack-'))
  const dataDir = join(folder, 'data')
  // These sets attack names, forms and bodies; what files hold has sets of its own.
  const extractor: TextExtractor = { extract: async () => ({ ok: false, code: 'DOCUMENT_006' }), close: async () => undefined }
  const server = await startTestServer({ dataDir, extractor, storage: memoryStorage() })
  const visitor = await server.visitor()
  const person = await server.person()
  const files = join(dataDir, 'files')
  return {
    server,
    visitor,
    person,
    storedFiles: () => (existsSync(files) ? readdirSync(files) : []),
    async harm() {
      if (Object.keys(Object.prototype).length > 0 || 'isAdmin' in {} || 'role' in {}) return 'a prototype was polluted'
      const outside = readdirSync(folder).filter((name) => name !== 'data')
      if (outside.length > 0) return `written outside the data folder: ${outside.join(', ')}`
      const health = await server.request(routes.health.get.path)
      return health.status === 200 ? undefined : `unwell: ${health.status}`
    },
    async close() {
      await server.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** What no answer to an attack may be: a failure of ours, or a refusal that shows the inside. */
export function badAnswer(status: number, body: string): string | undefined {
  if (status >= 500) return `status ${status}: ${body.slice(0, 120)}`
  const shows = status >= 400 && /\bat .+:\d+:\d+|node_modules|root:x:0|\bselect .+ from |insert into /i.test(body)
  return shows ? `tells too much: ${body.slice(0, 120)}` : undefined
}
