import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Endpoint } from '../checked-connector.js'

export const publicAddress = '93.184.216.34'

export interface FakeInternet {
  /** What names answer: a list, or one list a question. Unknown names answer with `publicAddress`. */
  names: Map<string, string[] | string[][]>
  /** Every address that was really dialled, in order. */
  dialled: Endpoint[]
  resolve(hostname: string): Promise<string[]>
  connectTo(endpoint: Endpoint): Endpoint
  close(): Promise<void>
}

/** A server of this machine that stands behind every address that is dialled, and a resolver with scripted answers. */
export async function fakeInternet(answer: RequestListener): Promise<FakeInternet> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const names: FakeInternet['names'] = new Map()
  const questions = new Map<string, number>()
  const dialled: Endpoint[] = []
  return {
    names,
    dialled,
    async resolve(hostname) {
      const asked = questions.get(hostname) ?? 0
      questions.set(hostname, asked + 1)
      const answers = names.get(hostname) ?? [publicAddress]
      const nth = answers[Math.min(asked, answers.length - 1)]
      return Array.isArray(nth) ? nth : (answers as string[])
    },
    connectTo(endpoint) {
      dialled.push(endpoint)
      return { address: '127.0.0.1', port }
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
