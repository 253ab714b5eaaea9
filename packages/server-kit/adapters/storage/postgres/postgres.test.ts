import { storageConformance } from '../../../testing/storage-conformance.js'
import { describeRowSecurity } from '../__fixtures__/row-security-suite.js'
import { createTestDatabase } from '../__fixtures__/test-database.js'
import { createPostgresEngine } from './engine.js'
import { postgres } from './index.js'

for (const poolSize of [10, 1]) {
  storageConformance({
    name: `postgres with ${poolSize} connection${poolSize === 1 ? '' : 's'}`,
    async create() {
      const database = await createTestDatabase()
      const storage = postgres({ url: database.url, poolSize })
      return {
        storage,
        async close() {
          await storage.close()
          await database.drop()
        },
      }
    },
  })
}

describeRowSecurity(async () => {
  const database = await createTestDatabase()
  const engine = createPostgresEngine({ url: database.url })
  return {
    engine,
    async close() {
      await engine.close()
      await database.drop()
    },
  }
})
