import { eq, lt } from 'drizzle-orm'
import type { SummaryRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { conversationSummaries } from '../schema.js'
import { storableText } from '../storable-text.js'

export function summaryRepository(db: Database): SummaryRepository {
  return {
    async find(conversationId) {
      const [row] = await db
        .select({ text: conversationSummaries.text, upToOffset: conversationSummaries.upToOffset })
        .from(conversationSummaries)
        .where(eq(conversationSummaries.conversationId, conversationId))
      return row
    },
    async put({ conversationId, text, upToOffset, model }) {
      const values = { text: storableText(text), upToOffset, model }
      await db
        .insert(conversationSummaries)
        .values({ conversationId, ...values })
        .onConflictDoUpdate({
          target: [conversationSummaries.creatorId, conversationSummaries.conversationId],
          set: values,
          // A slower one that knows less does not take its place.
          setWhere: lt(conversationSummaries.upToOffset, upToOffset),
        })
    },
  }
}
