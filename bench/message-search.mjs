import { randomUUID } from 'node:crypto'
import { postgres } from '@coachkit/server-kit'
import { createDatabase, ofServerKit } from './realtime/database.mjs'

const connect = ofServerKit('postgres')
const messages = 100_000
const rounds = 15

/** Finding words in the messages of one creator who has 100,000, beside reading a page of them by its key. PostgreSQL only. */
export async function measure() {
  const { url, drop } = await createDatabase()
  const sql = connect(url, { max: 1, onnotice() {} })
  const storage = postgres({ url })
  try {
    await storage.migrate()
    const { creatorId, conversationId } = await fill(sql)
    const find = (...words) => storage.as({ creatorId }, (tx) => tx.messageNotes.search({ words, limit: 20 }))
    const page = () => storage.as({ creatorId }, (tx) => tx.messages.history({ conversationId, limit: 20 }))
    const asked = { rare: ['aguja77777'], two: ['palabra42', 'aguja'], common: ['palabra42'], none: ['zzz'] }
    const figures = []
    for (const [name, words] of Object.entries(asked)) {
      const taken = { found: [], floor: [] }
      for (let round = -3; round < rounds; round += 1) {
        const [found, floor] = [await timed(() => find(...words)), await timed(page)]
        if (name === 'rare' && found.result.items.length !== 1) throw new Error('What must be found was not.')
        if (round < 0) continue
        taken.found.push(found.ms)
        taken.floor.push(floor.ms)
      }
      const [value, floor] = [median(taken.found), median(taken.floor)]
      figures.push({ name: `message-search.${name}`, value: round2(value), unit: 'ms', floor: round2(floor), ratio: round2(value / floor) })
    }
    return figures
  } finally {
    await storage.close()
    await sql.end()
    await drop()
  }
}

/** Messages of 30 words out of 5,000, 20 in a conversation; every tenth has a word of its own besides. */
async function fill(sql) {
  const [creatorId, sessionId] = [randomUUID(), randomUUID()]
  await sql`insert into coach.creators (id, slug, name, language, widget) values (${creatorId}, ${creatorId}, 'Bench', 'es', '{}')`
  await sql`insert into coach.sessions (id, creator_id) values (${sessionId}, ${creatorId})`
  await sql`create temporary table made as select n, gen_random_uuid() as id from generate_series(0, ${messages / 20 - 1}) n`
  await sql`insert into coach.conversations (id, creator_id, session_id, epoch) select id, ${creatorId}, ${sessionId}, 'e' from made`
  await sql`insert into coach.messages (id, creator_id, conversation_id, log_offset, role, status, text)
    select (lpad(to_hex(place.n), 12, '0') || '70008000000000000000')::uuid, ${creatorId}, made.id, i, 'user', 'sent',
      (select string_agg('palabra' || (random() * random() * 5000)::int, ' ') from generate_series(1, 30) where place.n is not null)
        || case when place.n % 10 = 7 then ' Aguja' || place.n else '' end
    from made cross join generate_series(1, 20) i cross join lateral (select made.n * 20 + i as n) as place`
  await sql`analyze`
  const [{ id: conversationId }] = await sql`select id from made limit 1`
  return { creatorId, conversationId }
}

async function timed(work) {
  const began = performance.now()
  const result = await work()
  return { result, ms: performance.now() - began }
}

function median(values) {
  return values.sort((first, second) => first - second)[Math.floor(values.length / 2)]
}

function round2(value) {
  return Number(value.toFixed(2))
}
