import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { describeChannels } from './channels.js'
import { describeCommands } from './commands.js'
import { describeConnecting } from './connecting.js'
import { describeLog } from './log.js'
import { carriers, type FrameConnection, openFrames } from './open-frames.js'
import type { ProtocolSuite } from './protocol-suite.js'
import { createVisitor, type ProtocolBench } from './sample-visitor.js'

export type { ProtocolBench } from './sample-visitor.js'

/**
 * Registers vitest suites for the realtime protocol, over WebSocket, HTTP-stream and SSE. They speak nothing but the public protocol, so that
 * `create` may lead to anything that serves it: one instance, or several behind a balancer that knows nothing of sessions.
 */
export function protocolConformance({ name, create }: { name: string; create(): Promise<ProtocolBench> }): void {
  describe(`protocol: ${name}`, () => {
    let opened: ProtocolBench | undefined
    const connections: FrameConnection[] = []
    beforeAll(async () => {
      opened = await create()
    }, 120_000)
    afterEach(() => {
      for (const connection of connections.splice(0)) connection.leave()
    })
    afterAll(() => opened?.close())
    const bench = () => {
      if (!opened) throw new Error('The server is used before it was started.')
      return opened
    }
    const track = <Opened extends FrameConnection>(connection: Opened) => {
      connections.push(connection)
      return connection
    }
    describe.each(carriers)('over %s', (carrier) => {
      const suite: ProtocolSuite = {
        carrier,
        bench,
        visitor: () => createVisitor(bench()),
        open: async () => track(await openFrames(carrier, bench().baseUrl)),
        connect: async (visitor, ...more) => track(await visitor.connect(carrier, ...more)),
      }
      describeConnecting(suite)
      describeChannels(suite)
      describeLog(suite)
      describeCommands(suite)
    })
  })
}
