// The floors: sockets with nothing around them. Echoes JSON; relays a token as a frame of its own; passes on what Redis says.
import { createServer } from 'node:http'
import { ofServerKit } from './database.mjs'
import { serve } from './processes.mjs'
import { streamTokens } from './tokens.mjs'

const [kind, redisUrl] = process.argv.slice(2)
const http = createServer()
const sockets = []
const send = kind === 'socketio' ? await listenSocketIo() : listenWs()
await new Promise((resolve) => http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve))
const redis = redisUrl ? await openRedis() : undefined

serve({
  prepare: async (count) => ({
    url: `${kind === 'ws' ? 'ws' : 'http'}://127.0.0.1:${http.address().port}`,
    visitors: Array.from({ length: count }, () => ({})),
  }),
  stream: (plan) => streamTokens(plan, { append: (at, text) => send(sockets[at], JSON.stringify({ index: 0, text })) }),
  async publish({ at }) {
    await redis.publish('bench', JSON.stringify({ at, text: `${performance.timeOrigin + performance.now()} ` }))
  },
})

function listenWs() {
  const { WebSocketServer } = ofServerKit('ws')
  const server = new WebSocketServer({ server: http, perMessageDeflate: false })
  server.on('connection', (socket) => {
    sockets.push(socket)
    socket.on('message', (data) => socket.send(JSON.stringify(JSON.parse(data))))
  })
  return (socket, text) => socket.send(text)
}

async function listenSocketIo() {
  const { Server } = await import('socket.io')
  const server = new Server(http, { transports: ['websocket'], perMessageDeflate: false })
  server.on('connection', (socket) => {
    sockets.push(socket)
    socket.on('echo', (data, answer) => answer(data))
  })
  return (socket, text) => socket.emit('token', text)
}

async function openRedis() {
  const { Redis } = ofServerKit('ioredis')
  const listener = new Redis(redisUrl)
  await listener.subscribe('bench')
  listener.on('message', (_channel, text) => {
    const { at } = JSON.parse(text)
    if (sockets[at]) send(sockets[at], text)
  })
  return new Redis(redisUrl)
}
