import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import type { CoachServer } from '../coach-server.js'
import { peerOf } from './peer-of.js'

export { createShutdown, type Shutdown, type ShutdownOptions } from './shutdown.js'

/** Where the host mounted the kit, for example `/coach`. */
export interface MountOptions {
  mountPath?: string
}

/** A listener for `http.createServer`. */
export function toNodeHandler(coach: CoachServer, options: MountOptions = {}): RequestListener {
  const listener = getRequestListener((request, env) => coach.fetch(request, { ...options, peer: peerOf(env) }), { overrideGlobalObjects: false })
  return (request, response) => {
    void listener(request, response)
  }
}

/** Serves sockets at `<mountPath>/v1/realtime/ws` of a Node server; every other upgrade is left to the host. Returns how to detach. */
export function attachRealtime(server: Server, coach: CoachServer, options: MountOptions = {}): () => void {
  const address = `${options.mountPath ?? ''}/v1/realtime/ws`
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.split('?', 1)[0] === address) coach.handleUpgrade(request, socket, head)
  }
  server.on('upgrade', onUpgrade)
  return () => server.off('upgrade', onUpgrade)
}
