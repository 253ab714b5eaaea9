import { storageConformance } from '../../../testing/storage-conformance.js'
import { describeRowSecurity } from '../__fixtures__/row-security-suite.js'
import { createPgliteEngine } from './engine.js'
import { pglite } from './index.js'
import { startWorker } from './worker-client.js'

storageConformance({
  name: 'pglite',
  async create() {
    const storage = pglite({ dataDir: 'memory' })
    return { storage, close: () => storage.close() }
  },
})

describeRowSecurity(async () => {
  const engine = createPgliteEngine(() => startWorker({ folder: 'memory://' }))
  return { engine, close: () => engine.close() }
})
