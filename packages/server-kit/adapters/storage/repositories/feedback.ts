import type { GivenFeedback } from '@coachkit/contract'
import { and, desc, eq, gte, lt, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { FeedbackRepository } from '../../../ports/index.js'
import { decodeCursor, isId, toPage } from '../cursor.js'
import type { Database } from '../database.js'
import { feedback, messages } from '../schema.js'
import { storableText } from '../storable-text.js'

const questions = alias(messages, 'questions')

export function feedbackRepository(db: Database): FeedbackRepository {
  return {
    async put({ messageId, rating, reason }) {
      const said = { rating, reason: reason === undefined ? null : storableText(reason), givenAt: sql`now()` }
      await db
        .insert(feedback)
        .values({ messageId, ...said })
        .onConflictDoUpdate({ target: [feedback.creatorId, feedback.messageId], set: said })
    },
    async remove(messageId) {
      return (await db.delete(feedback).where(eq(feedback.messageId, messageId)).returning({ messageId: feedback.messageId })).length > 0
    },
    list: (input) => list(db, input),
    async count(span) {
      const counted = (rating: string) => sql<string>`count(*) filter (where ${feedback.rating} = ${rating})`.mapWith(Number)
      const rows = await db
        .select({ model: messages.model, up: counted('up'), down: counted('down') })
        .from(feedback)
        .innerJoin(messages, and(eq(messages.creatorId, feedback.creatorId), eq(messages.id, feedback.messageId)))
        .where(within(span))
        .groupBy(messages.model)
        .orderBy(messages.model)
      return rows.map(({ model, ...opinions }) => ({ ...(model === null ? {} : { model }), ...opinions }))
    },
  }
}

async function list(db: Database, { cursor, limit, rating, ...span }: Parameters<FeedbackRepository['list']>[0]): ReturnType<FeedbackRepository['list']> {
  const before = cursor === undefined ? undefined : lt(feedback.messageId, decodeCursor(cursor, isId))
  const rows = await db
    .select({
      messageId: feedback.messageId,
      rating: feedback.rating,
      reason: feedback.reason,
      givenAt: feedback.givenAt,
      conversationId: messages.conversationId,
      answer: messages.text,
      question: questions.text,
    })
    .from(feedback)
    .innerJoin(messages, and(eq(messages.creatorId, feedback.creatorId), eq(messages.id, feedback.messageId)))
    .leftJoin(questions, and(eq(questions.creatorId, messages.creatorId), eq(questions.id, messages.replyTo)))
    .where(and(within(span), rating && eq(feedback.rating, rating), before))
    .orderBy(desc(feedback.messageId))
    .limit(limit + 1)
  return toPage(rows, { limit, toItem: toGiven, placeOf: ({ messageId }) => messageId })
}

function within({ from, until }: { from: Date; until: Date }) {
  return and(gte(feedback.givenAt, from), lt(feedback.givenAt, until))
}

type Row = Omit<GivenFeedback, 'reason' | 'question' | 'givenAt'> & { reason: string | null; question: string | null; givenAt: Date }

function toGiven({ reason, question, givenAt, ...row }: Row): GivenFeedback {
  return { ...row, ...(reason === null ? {} : { reason }), ...(question === null ? {} : { question }), givenAt: givenAt.toISOString() }
}
