import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileSystem } from '../../adapters/blob-store/file-system/index.js'
import { pglite } from '../../adapters/storage/pglite/index.js'
import { createCoachServer } from '../../create-coach-server.js'
import { toNodeHandler } from '../../hosts/node.js'
import type { BlobStore } from '../../ports/index.js'

/** A process of its own that keeps and reads uploads in `argv[2]` and tells how much memory it held while a file came in (`put`) and went to its reader (`get`), beyond before. */
const files = fileSystem({ dir: process.argv[2] ?? '' })
const every = 4 * 1024 * 1024

/** What is alive, in bytes. */
function held(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function* measured(way: 'put' | 'get', bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const before = held()
  let [grown, since, size] = [0, 0, 0]
  for await (const piece of bytes) {
    size += piece.length
    since += piece.length
    if (since > every) {
      since = 0
      grown = Math.max(grown, held() - before)
    }
    yield piece
  }
  process.send?.({ way, size, grown })
}

const blobStore: BlobStore = {
  ...files,
  put: (key, bytes) => files.put(key, measured('put', bytes)),
  async get(key, range) {
    const bytes = await files.get(key, range)
    return bytes && measured('get', bytes)
  },
}
const coach = createCoachServer({
  blobStore,
  storage: pglite({ dataDir: 'memory' }),
  dataDir: process.argv[2] ?? '',
  embedder: false,
  logger: { info() {}, warn() {}, error() {} },
})
await coach.start()
const { id: creatorId } = await coach.setup.ensureCreator({ slug: 'ana', name: 'Ana', language: 'es' })
const { key } = await coach.setup.createApiKey({ creatorId, name: 'test' })
const server = createServer(toNodeHandler(coach))
await once(server.listen(0, '127.0.0.1'), 'listening')
process.send?.({ port: (server.address() as AddressInfo).port, key })
