import { describe, expect, test } from 'vitest'
import type { Storage } from '../../ports/index.js'
import { createSampleTenant, inOneHour } from './sample-tenant.js'

export function describeAnswerCache(storage: () => Storage): void {
  describe('the answer cache', () => {
    const answer = { text: 'Reserva media hora [1].', model: 'ollama:test' }

    test('gives back what was last kept under a key, to its creator alone, until it expires', async () => {
      const [{ as }, other] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
      const put = (key: string, text: string, expiresAt: Date) => as((tx) => tx.answerCache.put({ key, ...answer, text, expiresAt, most: 10 }))
      await put('a', 'Antes', inOneHour())
      await put('a', answer.text, inOneHour())
      await put('b', answer.text, new Date(Date.now() - 1000))
      expect(await as((tx) => tx.answerCache.find('a'))).toEqual(answer)
      expect(await as((tx) => tx.answerCache.find('b'))).toBeUndefined()
      expect(await as((tx) => tx.answerCache.find('c'))).toBeUndefined()
      expect(await other.as((tx) => tx.answerCache.find('a'))).toBeUndefined()
      expect(await storage().as({ system: 'upkeep' }, (tx) => tx.upkeep.removeExpired())).toBeGreaterThan(0)
      expect(await as((tx) => tx.answerCache.find('a'))).toEqual(answer)
    })

    test('keeps the youngest, and none of another creator goes for them', async () => {
      const [{ as }, other] = [await createSampleTenant(storage()), await createSampleTenant(storage())]
      const expiresAt = inOneHour()
      await other.as((tx) => tx.answerCache.put({ key: 'a', ...answer, expiresAt, most: 2 }))
      for (const key of ['a', 'b', 'c']) await as((tx) => tx.answerCache.put({ key, ...answer, expiresAt, most: 2 }))
      const found = await Promise.all(['a', 'b', 'c'].map((key) => as((tx) => tx.answerCache.find(key))))
      expect(found).toEqual([undefined, answer, answer])
      expect(await other.as((tx) => tx.answerCache.find('a'))).toEqual(answer)
    })
  })
}
