// Sends messages over open sockets, and inserts bare rows: one program makes both loads.
import { randomUUID } from 'node:crypto'
import { ofServerKit } from './database.mjs'
import { at } from './figures.mjs'
import { serve } from './processes.mjs'

const { WebSocket } = ofServerKit('ws')
const text = 'Me gustaría saber cómo preparo mi primera sesión con el equipo. '
let senders = []
let insert

serve({
  /** `one` inserts a row, each in a transaction of its own. */
  async openTable(url) {
    if (url.startsWith('postgres:')) {
      const sql = ofServerKit('postgres')(url, { max: 10, onnotice() {}, fetch_types: false })
      await sql.unsafe('create table bare (id uuid primary key, body text not null)')
      insert = () => sql.unsafe('insert into bare values ($1, $2)', [randomUUID(), text], { prepare: true })
    } else {
      const { PGlite } = await import(ofServerKit.resolve('@electric-sql/pglite'))
      const database = await PGlite.create(url)
      await database.exec('create table bare (id uuid primary key, body text not null)')
      insert = () => database.query('insert into bare values ($1, $2)', [randomUUID(), text])
    }
  },
  async connect({ url, visitors }) {
    senders = []
    for (let from = 0; from < visitors.length; from += 64)
      senders.push(...(await Promise.all(visitors.slice(from, from + 64).map((visitor) => openSender(url, visitor)))))
  },
  insertAll: (load) => run(() => insert(), load),
  sendAll: (load) => {
    let turn = 0
    return run(() => senders[turn++ % senders.length](), load)
  },
})

/** As many at once as asked (`inFlight`), or so many a second (`rate`), for `ms`. */
async function run(one, { inFlight, rate, ms }) {
  const latencies = []
  const timed = async () => {
    const began = performance.now()
    await one()
    latencies.push(performance.now() - began)
  }
  const began = performance.now()
  if (rate === undefined) {
    const keepOn = async () => {
      while (performance.now() - began < ms) await timed()
    }
    await Promise.all(Array.from({ length: inFlight }, keepOn))
  } else {
    const all = []
    while (performance.now() - began < ms) {
      const due = Math.floor(((performance.now() - began) / 1000) * rate)
      while (all.length < due) all.push(timed())
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    await Promise.all(all)
  }
  const seconds = (performance.now() - began) / 1000
  return { perSecond: latencies.length / seconds, p50: at(latencies, 50), p99: at(latencies, 99) }
}

async function openSender(url, { ticket, conversationId }) {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  const waiting = new Map()
  let lastId = 1
  socket.on('message', (data) => {
    const frame = JSON.parse(data)
    const call = waiting.get(frame.id)
    if (!call) return
    waiting.delete(frame.id)
    if (frame.error) call.reject(new Error(JSON.stringify(frame.error)))
    else call.resolve(frame)
  })
  const ask = (command) =>
    new Promise((resolve, reject) => {
      lastId += 1
      waiting.set(lastId, { resolve, reject })
      socket.send(JSON.stringify({ id: lastId, ...command }))
    })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  await ask({ connect: { token: ticket } })
  return () => ask({ rpc: { method: 'messages.send', data: { params: { conversationId }, body: { clientMessageId: randomUUID(), text } } } })
}
