import { and, desc, eq, gt, notInArray, sql } from 'drizzle-orm'
import type { AnswerCacheRepository } from '../../../ports/index.js'
import type { Database } from '../database.js'
import { cachedAnswers } from '../schema.js'
import { storableText } from '../storable-text.js'

export function answerCacheRepository(db: Database): AnswerCacheRepository {
  return {
    async find(key) {
      const [row] = await db
        .select({ text: cachedAnswers.text, model: cachedAnswers.model })
        .from(cachedAnswers)
        .where(and(eq(cachedAnswers.key, key), gt(cachedAnswers.expiresAt, sql`clock_timestamp()`)))
      return row
    },
    async put({ key, text, model, expiresAt, most }) {
      const values = { text: storableText(text), model, expiresAt, createdAt: sql`clock_timestamp()` }
      await db
        .insert(cachedAnswers)
        .values({ key, ...values })
        .onConflictDoUpdate({ target: [cachedAnswers.creatorId, cachedAnswers.key], set: values })
      const youngest = db.select({ key: cachedAnswers.key }).from(cachedAnswers).orderBy(desc(cachedAnswers.createdAt)).limit(most)
      await db.delete(cachedAnswers).where(notInArray(cachedAnswers.key, youngest))
    },
  }
}
