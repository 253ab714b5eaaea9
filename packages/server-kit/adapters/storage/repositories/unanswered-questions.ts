import { and, desc, eq, inArray, isNull, ne } from 'drizzle-orm'
import type { UnansweredQuestionRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { messages, unansweredQuestions } from '../schema.js'

export function unansweredQuestionRepository(db: Database): UnansweredQuestionRepository {
  return {
    async add({ messageId }) {
      await db.insert(unansweredQuestions).values({ messageId }).onConflictDoNothing()
    },
    newest: ({ limit }) =>
      db
        .select({ messageId: unansweredQuestions.messageId, text: messages.text, askedAt: unansweredQuestions.askedAt })
        .from(unansweredQuestions)
        .innerJoin(messages, and(eq(messages.creatorId, unansweredQuestions.creatorId), eq(messages.id, unansweredQuestions.messageId)))
        .where(and(isNull(messages.archivedAt), ne(messages.text, '')))
        .orderBy(desc(unansweredQuestions.askedAt), desc(unansweredQuestions.messageId))
        .limit(limit),
    async remove({ messageIds }) {
      if (messageIds.length > 0) await db.delete(unansweredQuestions).where(inArray(unansweredQuestions.messageId, messageIds))
    },
  }
}
