// Many clients in one program: opens, drops, echoes, and notes how old what arrives is.
import { ofServerKit } from './database.mjs'
import { at } from './figures.mjs'
import { serve } from './processes.mjs'

const { WebSocket } = ofServerKit('ws')
let clients = []
let ages = []

serve({
  /** Resolves with how long it took until all were there. */
  async open({ kind, url, visitors, atOnce = 200 }) {
    const began = performance.now()
    const left = [...visitors]
    const opened = []
    const next = async () => {
      for (let visitor = left.shift(); visitor; visitor = left.shift()) opened.push(await openers[kind](url, visitor))
    }
    await Promise.all(Array.from({ length: atOnce }, next))
    clients = opened
    return { ms: performance.now() - began }
  },
  async drop() {
    for (const client of clients) client.close()
    clients = []
  },
  /** So many echoes a second, over all clients in turn. */
  async echo({ perSecond, ms }) {
    const began = performance.now()
    const waiting = []
    while (performance.now() - began < ms) {
      const due = Math.floor(((performance.now() - began) / 1000) * perSecond)
      while (waiting.length < due) waiting.push(clients[waiting.length % clients.length].echo())
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    await Promise.all(waiting)
    return { count: waiting.length }
  },
  /** How old, in ms, what arrived since the last time was. */
  async ages() {
    const told = { count: ages.length, p50: at(ages, 50), p99: at(ages, 99) }
    ages = []
    return told
  },
})

/** What arrives begins with the moment when it was written. */
function note(text) {
  const [first] = text.split(' ', 1)
  ages.push(performance.timeOrigin + performance.now() - Number(first))
}

const openers = {
  ws: (url) =>
    openSocket(url, {
      command: (id) => ({ id, ping: {} }),
      hear: ({ text }) => text && note(text),
    }),
  async coach(url, { ticket, conversationId }) {
    const client = await openSocket(url, {
      command: (id) => ({ id, ping: {} }),
      hear({ push }) {
        const data = push?.pub?.data
        const text = data?.text ?? data?.message?.text
        if (text) note(text)
      },
    })
    await Promise.all([
      client.ask({ id: 1_000_001, connect: { token: ticket } }),
      client.ask({ id: 1_000_002, subscribe: { channel: `conversation:${conversationId}` } }),
    ])
    return client
  },
  async socketio(url) {
    const { io } = await import('socket.io-client')
    const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false })
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject))
    let id = 0
    return { echo: () => new Promise((resolve) => socket.emit('echo', { id: ++id, ping: {} }, resolve)), close: () => socket.disconnect() }
  },
}

async function openSocket(url, { command, hear }) {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  const waiting = new Map()
  let lastId = 0
  socket.on('message', (data) => {
    const text = data.toString()
    if (text === '{}') return socket.send('{}')
    const frame = JSON.parse(text)
    const done = waiting.get(frame.id)
    if (!done) return hear(frame)
    waiting.delete(frame.id)
    done(frame)
  })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  socket.on('error', () => undefined)
  socket.on('close', (code) => {
    for (const done of waiting.values()) done({ error: `The socket was closed: ${code}` })
  })
  const ask = (frame) =>
    new Promise((resolve) => {
      waiting.set(frame.id, resolve)
      socket.send(JSON.stringify(frame))
    }).then((answer) => {
      if (answer.error) throw new Error(JSON.stringify(answer.error))
      return answer
    })
  return {
    ask,
    echo: () => {
      lastId += 1
      return ask(command(lastId))
    },
    close: () => socket.close(),
  }
}
