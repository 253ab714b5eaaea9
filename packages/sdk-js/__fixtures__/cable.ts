import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to a server's port on which a test can leave connections half open. */
export async function startCable(port: number) {
  const pairs = new Set<{ ends: Socket[]; silent: boolean }>()
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    const pair = { ends: [near, far], silent: false }
    pairs.add(pair)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => void (pair.silent || to.write(bytes)))
      from.on('error', () => undefined)
      // Whoever is at the other end of a pulled cable hears of no end.
      from.on('close', () => void (pair.silent || to.destroy()))
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    /** Nothing passes over the connections that are there, in neither direction, and nobody is told. Later ones are fine. */
    pull(): void {
      for (const pair of pairs) pair.silent = true
    },
    close(): void {
      for (const { ends } of pairs) for (const end of ends) end.destroy()
      server.close()
    },
  }
}
