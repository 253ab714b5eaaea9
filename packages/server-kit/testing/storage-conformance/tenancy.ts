import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Storage } from '../../ports/index.js'
import { createSampleTenant, inOneHour, sampleChunk, sampleDocument } from './sample-tenant.js'

export function describeTenancy(storage: () => Storage): void {
  describe('tenancy', () => {
    describeOtherTenants(storage)
    describeScopes(storage)
  })
}

function describeOtherTenants(storage: () => Storage): void {
  test('another tenant sees and changes nothing by id', async () => {
    const mine = await createSampleTenant(storage())
    const other = await createSampleTenant(storage())
    const document = sampleDocument()
    const conversationId = mine.conversation.id
    const { answer } = await mine.send({ clientMessageId: 'a', text: 'Hola' })
    const chunk = await mine.as(async (tx) => {
      await tx.knowledge.add(document)
      await tx.knowledge.finish({ documentId: document.id, chunks: [sampleChunk(0)], language: 'en' })
      return (await tx.knowledge.chunks())[0]
    })

    const seen = await other.as(async (tx) => ({
      creator: await tx.creators.find(mine.creatorId),
      slug: await tx.creators.findBySlug(mine.slug),
      session: await tx.sessions.findByTokenHash(mine.tokenHash),
      conversation: await tx.conversations.find(conversationId),
      message: await tx.messages.find(answer.id),
      settled: await tx.messages.settle({ messageId: answer.id, status: 'completed', text: 'Mine now', citations: [] }),
      retried: await tx.messages.retry({ messageId: answer.id }),
      document: await tx.knowledge.find(document.id),
      progress: await tx.knowledge.setProgress({ documentId: document.id, stage: 'storing', progress: 1 }),
      finished: await tx.knowledge.finish({ documentId: document.id, chunks: [], language: 'en' }),
      cancelled: await tx.knowledge.cancel({ documentId: document.id, code: 'DOCUMENT_011', message: 'No' }),
      requeued: await tx.knowledge.requeue({ documentId: document.id, from: ['ready'] }),
      preview: await tx.knowledge.preview(document.id),
      statistics: await tx.knowledge.statistics(document.id),
      failed: await tx.knowledge.fail({ documentId: document.id, code: 'DOCUMENT_007', message: 'No' }),
      removed: await tx.knowledge.remove(document.id),
      chunk: await tx.knowledge.chunk(chunk?.id ?? ''),
    }))
    expect(Object.values(seen).filter((value) => value !== undefined)).toEqual([])
    const lists = await other.as(async (tx) => [
      (await tx.conversations.listBySession({ sessionId: mine.sessionId, limit: 10 })).items,
      (await tx.messages.history({ conversationId, limit: 10 })).items,
      (await tx.knowledge.list({ limit: 10 })).items,
      (await tx.knowledge.chunksOf({ documentId: document.id, limit: 10 })).items,
      await tx.knowledge.chunks(),
    ])
    expect(lists.flat()).toEqual([])
    expect(await mine.as((tx) => tx.messages.find(answer.id))).toMatchObject({ status: 'pending' })
    expect(await mine.as((tx) => tx.knowledge.find(document.id))).toMatchObject({ status: 'ready', chunkCount: 1 })
  })

  test('another tenant cannot write into a conversation or hang its own rows on it', async () => {
    const mine = await createSampleTenant(storage())
    const other = await createSampleTenant(storage())
    const conversationId = mine.conversation.id
    await expect(other.send({ conversationId, clientMessageId: 'a', text: 'Hola' })).rejects.toMatchObject({ code: 'RESOURCE_001' })
    await expect(other.as((tx) => tx.messages.eventsSince({ conversationId, offset: 0, limit: 10 }))).rejects.toMatchObject({ code: 'RESOURCE_001' })
    await expect(other.as((tx) => tx.conversations.create({ sessionId: mine.sessionId }))).rejects.toMatchObject({ name: 'AdapterError' })
  })
}

function describeScopes(storage: () => Storage): void {
  test('the tenant of one transaction does not leak into the next on the same connection', async () => {
    const first = await createSampleTenant(storage())
    const second = await createSampleTenant(storage())
    for (let round = 0; round < 12; round += 1) {
      expect(await first.as((tx) => tx.conversations.find(first.conversation.id))).toBeDefined()
      expect(await second.as((tx) => tx.conversations.find(first.conversation.id))).toBeUndefined()
      expect(await storage().as({ system: 'jobs' }, (tx) => tx.conversations.find(first.conversation.id))).toBeUndefined()
    }
  })

  test('a system scope reaches what it is named for and no more', async () => {
    const mine = await createSampleTenant(storage())
    const { answer } = await mine.send({ clientMessageId: 'a', text: 'Hola' })
    for (const system of ['sign-in', 'jobs', 'setup'] as const) {
      const seen = await storage().as({ system }, async (tx) => [await tx.conversations.find(mine.conversation.id), await tx.messages.find(answer.id)])
      expect(seen).toEqual([undefined, undefined])
    }
    expect(await storage().as({ system: 'sign-in' }, (tx) => tx.creators.findBySlug(mine.slug))).toMatchObject({ id: mine.creatorId })
    expect(await storage().as({ system: 'jobs' }, (tx) => tx.creators.findBySlug(mine.slug))).toBeUndefined()
    const intruder = { tokenHash: randomUUID(), expiresAt: inOneHour() }
    await expect(storage().as({ system: 'sign-in' }, (tx) => tx.sessions.create(intruder))).rejects.toMatchObject({ name: 'AdapterError' })
  })

  test('a failed transaction leaves nothing behind', async () => {
    const mine = await createSampleTenant(storage())
    const stop = new Error('changed my mind')
    const failing = mine.as(async (tx) => {
      await tx.conversations.create({ sessionId: mine.sessionId })
      throw stop
    })
    await expect(failing).rejects.toBe(stop)
    expect(await mine.as((tx) => tx.conversations.find(mine.conversation.id))).toEqual(mine.conversation)
  })
}
