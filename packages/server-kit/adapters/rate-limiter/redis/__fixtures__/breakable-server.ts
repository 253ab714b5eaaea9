import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A way to the server at `target` that can be cut and mended; without a target it accepts and stays silent. */
export async function breakableServer(target?: string): Promise<{ url: string; cut(): void; mend(): void; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  let broken = false
  const server = createServer((socket) => {
    if (broken) return socket.destroy()
    keep(socket)
    if (!target) return
    const { hostname, port } = new URL(target)
    const onward = connect({ host: hostname, port: Number(port || 6379) })
    keep(onward)
    socket.pipe(onward).pipe(socket)
  })
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  }
  const cut = () => {
    broken = true
    for (const socket of sockets) socket.destroy()
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    url: `redis://127.0.0.1:${port}`,
    cut,
    mend() {
      broken = false
    },
    async close() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
