import { randomUUID } from 'node:crypto'
import { postgres } from '@coachkit/server-kit'
import { createDatabase, ofServerKit } from './realtime/database.mjs'

const connect = ofServerKit('postgres')

const creators = 50
const messagesEach = 400
const rounds = 1500
const warmUp = 200
const pageOfMessages = `select id, role, text from coach.messages where creator_id = $1 and conversation_id = $2 order by log_offset desc limit 50`
const oneMessage = `select id, role, text from coach.messages where creator_id = $1 and id = $2`

/** What row-level security costs a query: the same statement as the role it binds, beside a superuser, whom it does not. PostgreSQL only. */
export async function measure() {
  const { url, drop } = await createDatabase()
  const sql = connect(url, { max: 1, onnotice() {} })
  try {
    const storage = postgres({ url })
    await storage.migrate()
    await storage.close()
    const sample = await fill(sql)
    return [
      figure('rls.one-message', await compare(sql, sample, oneMessage, [sample.creatorId, sample.messageId])),
      figure('rls.page-of-50', await compare(sql, sample, pageOfMessages, [sample.creatorId, sample.conversationId])),
    ]
  } finally {
    await sql.end()
    await drop()
  }
}

async function fill(sql) {
  let sample
  for (let index = 0; index < creators; index += 1) {
    const [creatorId, sessionId, conversationId] = [randomUUID(), randomUUID(), randomUUID()]
    await sql`insert into coach.creators (id, slug, name, language, widget) values (${creatorId}, ${creatorId}, 'Bench', 'es', '{}')`
    await sql`insert into coach.sessions (id, creator_id) values (${sessionId}, ${creatorId})`
    await sql`insert into coach.conversations (id, creator_id, session_id, epoch) values (${conversationId}, ${creatorId}, ${sessionId}, 'e')`
    const [{ id: messageId }] = await sql`insert into coach.messages (id, creator_id, conversation_id, log_offset, role, status, text)
      select gen_random_uuid(), ${creatorId}, ${conversationId}, n, 'user', 'sent', repeat('palabra ', 20) from generate_series(1, ${messagesEach}) n returning id`
    sample ??= { creatorId, conversationId, messageId }
  }
  await sql`analyze`
  return sample
}

/** In turns, each in a transaction with the tenant set, as the kit runs its statements; milliseconds of the statement alone. */
async function compare(sql, { creatorId }, statement, parameters) {
  const taken = { coach_app: [], none: [] }
  for (let round = 0; round < rounds + warmUp; round += 1) {
    for (const role of Object.keys(taken)) {
      const took = await sql.begin(async (tx) => {
        await tx`select set_config('role', ${role}, true), set_config('coach.creator_id', ${creatorId}, true), set_config('coach.scope', '', true)`
        const began = performance.now()
        const rows = await tx.unsafe(statement, parameters, { prepare: true })
        if (rows.length === 0) throw new Error('A row that must be seen was not.')
        return performance.now() - began
      })
      if (round >= warmUp) taken[role].push(took)
    }
  }
  return { whole: median(taken.coach_app), floor: median(taken.none) }
}

function median(values) {
  return values.sort((first, second) => first - second)[Math.floor(values.length / 2)]
}

function figure(name, { whole, floor }) {
  return { name, value: Number(whole.toFixed(3)), unit: 'ms', floor: Number(floor.toFixed(3)), ratio: Number((whole / floor).toFixed(2)) }
}
