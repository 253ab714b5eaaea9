import { randomBytes } from 'node:crypto'
import { keyScope } from '@coachkit/contract'
import { postgresBus } from '../adapters/bus/postgres/index.js'
import { createTestDatabase } from '../adapters/storage/__fixtures__/test-database.js'
import { postgres } from '../adapters/storage/postgres/index.js'
import { startRandomBalancer } from '../testing/__fixtures__/random-balancer.js'
import { startTestServer } from '../testing/__fixtures__/test-server.js'
import { protocolConformance } from '../testing/protocol/index.js'
import { startAnsweringServer } from './__fixtures__/answering-server.js'

const key = { name: 'protocol', scopes: [...keyScope.options] }

protocolConformance({
  name: 'one instance',
  async create() {
    const server = await startAnsweringServer()
    const { key: secret } = await server.coach.setup.createApiKey({ creatorId: server.creatorId, ...key })
    return { baseUrl: server.url, creator: 'ana', key: secret, close: server.close }
  },
})

protocolConformance({
  name: 'two instances behind a balancer that knows nothing of sessions',
  async create() {
    const database = await createTestDatabase()
    const encryptionKey = `k1:${randomBytes(32).toString('base64')}`
    const start = () => startTestServer({ storage: postgres({ url: database.url }), bus: postgresBus({ url: database.url }), encryptionKey })
    const instances = [await start(), await start()] as const
    const balancer = await startRandomBalancer(instances.map(({ url }) => url))
    const { key: secret } = await instances[0].coach.setup.createApiKey({ creatorId: instances[0].creatorId, ...key })
    return {
      baseUrl: balancer.url,
      creator: 'ana',
      key: secret,
      async close() {
        await balancer.close()
        for (const instance of instances) await instance.close()
        await database.drop()
      },
    }
  },
})
