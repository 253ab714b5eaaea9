import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test, vi } from 'vitest'
import { openLink } from './transports.js'

test('a socket that is refused says so at once, also where no close event follows, as in Node', async () => {
  const server = createServer().on('upgrade', (_request, socket) => void socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const onClose = vi.fn()
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  openLink('websocket', { baseUrl, fetch, connect: '{}', onFrames: () => {}, onClose, emulation: () => ({}) })
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled())
  server.close()
})
