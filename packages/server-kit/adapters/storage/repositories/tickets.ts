import { eq, lt, sql } from 'drizzle-orm'
import type { TicketRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { tickets } from '../schema.js'

export function ticketRepository(db: Database): TicketRepository {
  return {
    async put({ ticketHash, principal, expiresAt }) {
      await db.delete(tickets).where(lt(tickets.expiresAt, sql`clock_timestamp()`))
      await db.insert(tickets).values({ ticketHash, principal, expiresAt })
    },
    async take(ticketHash) {
      const [row] = await db
        .delete(tickets)
        .where(eq(tickets.ticketHash, ticketHash))
        .returning({ principal: tickets.principal, alive: sql<boolean>`${tickets.expiresAt} > clock_timestamp()` })
      return row?.alive ? { principal: row.principal } : undefined
    },
  }
}
