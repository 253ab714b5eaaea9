import { randomBytes } from 'node:crypto'
import { postgresBus } from '../../adapters/bus/postgres/index.js'
import { createTestDatabase, type TestDatabase } from '../../adapters/storage/__fixtures__/test-database.js'
import { postgres } from '../../adapters/storage/postgres/index.js'
import type { LanguageModel } from '../../ports/index.js'
import { startTestServer, type TestServer } from './test-server.js'

export interface TwoInstances {
  database: TestDatabase
  instances: readonly [TestServer, TestServer]
  close(): Promise<void>
}

/** Two instances on one PostgreSQL, which is also their bus. */
export async function startTwoInstances({ languageModel }: { languageModel(): LanguageModel }): Promise<TwoInstances> {
  const database = await createTestDatabase()
  const { url } = database
  const encryptionKey = `k1:${randomBytes(32).toString('base64')}`
  const start = () => startTestServer({ storage: postgres({ url }), bus: postgresBus({ url, probeMs: 300 }), languageModel: languageModel(), encryptionKey })
  const instances = [await start(), await start()] as const
  return {
    database,
    instances,
    async close() {
      for (const instance of instances) await instance.close()
      await database.drop()
    },
  }
}
