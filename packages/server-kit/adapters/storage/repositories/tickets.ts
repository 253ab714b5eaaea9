import { eq, lt, sql } from 'drizzle-orm'
import type { TicketRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { only } from '../only.js'
import { sessionTokens, tickets } from '../schema.js'

const ofToken = sql<
  string | Date | null
>`(select ${sessionTokens.expiresAt} from ${sessionTokens} where ${sessionTokens.tokenHash} = ${tickets.principal} ->> 'tokenHash')`

export function ticketRepository(db: Database): TicketRepository {
  return {
    async put({ ticketHash, principal, lifetimeMs }) {
      await db.delete(tickets).where(lt(tickets.expiresAt, sql`clock_timestamp()`))
      const expiresAt = sql`clock_timestamp() + ${lifetimeMs} * interval '1 millisecond'`
      return only(await db.insert(tickets).values({ ticketHash, principal, expiresAt }).returning({ expiresAt: tickets.expiresAt })).expiresAt
    },
    async take(ticketHash) {
      const [row] = await db
        .delete(tickets)
        .where(eq(tickets.ticketHash, ticketHash))
        .returning({ principal: tickets.principal, endsAt: ofToken, alive: sql<boolean>`${tickets.expiresAt} > clock_timestamp()` })
      if (!row?.alive) return undefined
      return { principal: row.principal, ...(row.endsAt === null ? {} : { endsAt: new Date(row.endsAt) }) }
    },
  }
}
