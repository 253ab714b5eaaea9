import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

/** A way between two programs that a test can spoil. */
export interface Wire {
  port: number
  /** Nothing passes any more, in neither direction, and nobody is told: as when a cable is pulled. What came meanwhile is gone. */
  swallow(): void
  /** What the server says is lost, while it still hears. */
  swallowAnswers(): void
  /** Hangs up on everybody. */
  cut(): void
  /** For connections made from now on. */
  mend(): void
  /** Connections that were made. */
  made(): number
  close(): Promise<void>
}

type State = 'open' | 'silent' | 'mute'

export async function startWire(target: { host?: string; port: number }): Promise<Wire> {
  const pairs = new Set<{ near: Socket; far: Socket; state: State }>()
  let [state, made] = ['open' as State, 0]
  const server = createServer((near) => {
    made += 1
    const far = connect({ host: target.host ?? '127.0.0.1', port: target.port })
    const pair = { near, far, state }
    pairs.add(pair)
    const pass = (from: Socket, to: Socket, passes: () => boolean) => {
      from.on('data', (bytes) => void (passes() && to.write(bytes)))
      from.on('error', () => undefined)
      from.on('close', () => {
        // Who pulled the cable hears of no end either.
        if (passes()) to.destroy()
        if (near.destroyed && far.destroyed) pairs.delete(pair)
      })
    }
    pass(near, far, () => pair.state !== 'silent')
    pass(far, near, () => pair.state === 'open')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const set = (to: State) => {
    state = to
    for (const pair of pairs) pair.state = to
  }
  const cut = () => {
    for (const { near, far } of pairs) {
      near.destroy()
      far.destroy()
    }
    pairs.clear()
  }
  return {
    port: (server.address() as AddressInfo).port,
    swallow: () => set('silent'),
    swallowAnswers: () => set('mute'),
    cut,
    mend() {
      state = 'open'
    },
    made: () => made,
    async close() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
