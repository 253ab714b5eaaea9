import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Principal, Storage } from '../../../ports/index.js'
import {
  createSampleTenant,
  inOneHour,
  type SampleTenant,
  sampleChunk,
  sampleDocument,
  sampleModelCall,
} from '../../../testing/storage-conformance/sample-tenant.js'
import { createStorage } from '../create-storage.js'
import type { Engine, RunQuery } from '../engine.js'

/** Looks below the port: what plain SQL without any filter can reach. */
export function describeRowSecurity(create: () => Promise<{ engine: Engine; close: () => Promise<void> }>): void {
  describe('row-level security', () => {
    let open: { engine: Engine; close: () => Promise<void> } | undefined
    const engine = () => {
      if (!open) throw new Error('The engine is used before it was created.')
      return open.engine
    }
    beforeAll(async () => {
      open = await create()
      await createStorage(open.engine).migrate()
    }, 120_000)
    afterAll(async () => {
      await open?.close()
    })

    test('every table of the schema but the record of migrations forces it and has a policy', async () => {
      const rows = await engine().transaction((run) => run(catalogue, []))
      expect(rows.length).toBeGreaterThan(10)
      const open = rows.filter(([, enabled, forced, policies]) => !(enabled && forced && Number(policies) > 0)).map(([name]) => name)
      expect(open).toEqual(['migrations'])
      const [role] = await engine().transaction((run) => run(`select rolsuper, rolbypassrls, rolcanlogin from pg_roles where rolname = 'coach_app'`, []))
      expect(role).toEqual([false, false, false])
    })

    test('unfiltered statements reach one tenant, or nothing', async () => {
      const storage = createStorage(engine())
      const [mine, other] = [await createSampleTenant(storage), await createSampleTenant(storage)]
      for (const tenant of [mine, other]) {
        await tenant.send({ clientMessageId: 'a', text: 'Hola' })
      }
      const read = (creatorId: string) =>
        engine().transaction(async (run) => {
          await enter(run, creatorId)
          return (
            await run('select distinct creator_id from coach.messages union select creator_id from coach.jobs union select id from coach.creators', [])
          ).flat()
        })
      expect(await read(mine.creatorId)).toEqual([mine.creatorId])
      expect(await read('')).toEqual([])
      const changed = await engine().transaction(async (run) => {
        await enter(run, other.creatorId)
        return run(`update coach.messages set text = 'x' returning creator_id`, [])
      })
      expect(new Set(changed.flat())).toEqual(new Set([other.creatorId]))
      expect((await mine.as((tx) => tx.messages.history({ conversationId: mine.conversation.id, limit: 5 }))).items[0]?.text).toBe('Hola')
      const planted = engine().transaction(async (run) => {
        await enter(run, other.creatorId)
        await run(`insert into coach.documents (id, creator_id, name, type, size, blob_key) values ('d', $1, 'n', 'md', 1, 'b')`, [mine.creatorId])
      })
      await expect(planted).rejects.toMatchObject({ code: 'permission' })
    })

    test('no statement without a filter, on any table, reaches another tenant', async () => {
      const storage = createStorage(engine())
      await storage.migrate()
      const [mine, other] = [await createSampleTenant(storage), await createSampleTenant(storage)]
      await fillEveryTable(storage, mine)
      // Where it can be had, with copies of the vectors; else its row alone.
      const built = await storage.vectorIndexes?.build({ creatorId: mine.creatorId, embedderId: 'test', signal: new AbortController().signal })
      if (built === 'none') {
        const row = `insert into coach.vector_indexes (creator_id, embedder_id, dimensions, index_name) values ($1, 'test', 2, 'none')`
        await engine().transaction((run) => run(row, [mine.creatorId]))
      }
      const tables = (await engine().transaction((run) => run(tenantTables, []))).map(([name]) => String(name))
      expect(tables).toEqual(expect.arrayContaining(['messages', 'chunks', 'sessions', 'audit_entries', 'impersonations']))
      const rowsOf = async (table: string) => {
        const [row] = await engine().transaction((run) => run(`select count(*)::int from coach.${table} where creator_id = $1`, [mine.creatorId]))
        return row?.[0]
      }
      for (const table of tables) {
        expect(await rowsOf(table), `coach.${table} has nothing to reach: fillEveryTable() fills it`).toBeGreaterThan(0)
        const reached = (statement: string) =>
          engine()
            .transaction(async (run) => {
              await enter(run, other.creatorId)
              return (await run(statement, [])).filter(([creatorId]) => creatorId !== other.creatorId)
            })
            .catch((error: { code?: string }) => (error.code === 'permission' ? [] : Promise.reject(error)))
        const before = await rowsOf(table)
        expect(await reached(`select creator_id from coach.${table}`), `select from ${table}`).toEqual([])
        expect(await reached(`update coach.${table} set creator_id = creator_id returning creator_id`), `update ${table}`).toEqual([])
        expect(await reached(`delete from coach.${table} returning creator_id`), `delete from ${table}`).toEqual([])
        expect(await rowsOf(table), table).toBe(before)
      }
    })

    test('a file that went with a message is nobody’s once its conversation, or its creator, is gone', async () => {
      const storage = createStorage(engine())
      for (const table of ['conversations', 'creators']) {
        const { creatorId, conversation, as } = await createSampleTenant(storage)
        const sender: Principal = { kind: 'member', creatorId, memberId: randomUUID(), role: 'key', scopes: [] }
        const file = { id: randomUUID(), conversationId: conversation.id, uploadedBy: `key:${sender.memberId}`, name: 'a.png', size: 1, blobKey: randomUUID() }
        await as(async (tx) => {
          await tx.knowledge.expectFile(file.blobKey)
          await tx.attachments.add({ ...file, type: 'image/png', quarantined: false })
          await tx.handovers.accept({ conversationId: conversation.id, member: sender, person: 'Ana' })
          const sent = { sender, role: 'member' as const, conversationId: conversation.id, clientMessageId: 'a', text: '', attachmentIds: [file.id] }
          await tx.attachments.send({ ...sent, author: 'Ana' })
        })
        const unclaimed = async () => (await as((tx) => tx.knowledge.inventory())).unclaimed
        expect(await unclaimed()).toEqual([])
        await engine().transaction((run) => run(`delete from coach.${table} where id = $1`, [table === 'creators' ? creatorId : conversation.id]))
        // With its creator the list goes too.
        if (table === 'conversations') expect(await unclaimed()).toEqual([file.blobKey])
      }
    })

    test('the role of the application cannot read the record of migrations or change a policy', async () => {
      for (const statement of [
        'select * from coach.migrations',
        'alter table coach.messages disable row level security',
        'update coach.audit_entries set action = action',
        'delete from coach.audit_entries',
      ]) {
        const attempt = engine().transaction(async (run) => {
          await enter(run, '')
          await run(statement, [])
        })
        await expect(attempt).rejects.toMatchObject({ code: 'permission' })
      }
    })
  })
}

const catalogue = `select c.relname::text, c.relrowsecurity, c.relforcerowsecurity, (select count(*) from pg_policy p where p.polrelid = c.oid)::int
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'coach' and c.relkind in ('r', 'p') order by 1`

const tenantTables = `select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
  where n.nspname = 'coach' and c.relkind in ('r', 'p') and a.attname = 'creator_id' and not a.attisdropped order by 1`

/** At least one row of the tenant in every table that has tenants. */
async function fillEveryTable(storage: Storage, { as, creatorId, conversation, send }: SampleTenant): Promise<void> {
  const document = sampleDocument()
  const expiresAt = inOneHour()
  const { question } = await send({ clientMessageId: 'a', text: 'Hola' })
  await as(async (tx) => {
    await tx.unansweredQuestions.add({ messageId: question.id })
    const file = { id: randomUUID(), conversationId: conversation.id, uploadedBy: 'visitor', name: 'a.png', size: 1, blobKey: 'a' }
    await tx.attachments.add({ ...file, type: 'image/png', quarantined: false })
    await tx.feedback.put({ messageId: question.id, rating: 'up' })
    const added = await tx.websites.add({ address: 'https://ana.example/', kind: 'page', refreshHours: null, most: 1 })
    await tx.websites.begin({ websiteId: added?.website.id ?? '', addresses: ['https://ana.example/'], delayMs: 0 })
    await tx.modelCalls.add({ ...sampleModelCall, conversationId: conversation.id, messageId: question.id })
    await tx.summaries.put({ conversationId: conversation.id, text: 'Hola', upToOffset: 1, model: 'test' })
    await tx.answerCache.put({ key: 'k', text: 'Hola', model: 'test', expiresAt, most: 10 })
    await tx.participants.mark({ conversationId: conversation.id, participantId: 'visitor', delivered: 1, read: 1 })
    await tx.apiKeys.create({ keyHash: randomUUID(), name: 'k', scopes: ['knowledge:read'] })
    await tx.tickets.put({ ticketHash: randomUUID(), principal: {}, lifetimeMs: 60_000 })
    await tx.knowledge.add(document)
    await tx.postings.begin()
    await tx.knowledge.expectFile('nobody')
    const embeddings = { embedderId: 'test', vectors: [new Float32Array([1, 0])] }
    await tx.knowledge.finish({ documentId: document.id, chunks: [sampleChunk(0)], language: 'en', embeddings })
    await tx.knowledge.requeue({ documentId: document.id, from: ['ready'] })
    await tx.knowledge.setProgress({ documentId: document.id, stage: 'chunking', progress: 50 })
    await tx.knowledge.keep({ documentId: document.id, reading: randomUUID(), chunks: [sampleChunk(0)] })
    await tx.members.invite({ id: randomUUID(), email: 'eva@example.com', role: 'viewer', expiresAt })
    await tx.audit.append({ creatorId, entry: { actor: 'system', action: 'a', subject: 's', details: {} }, at: new Date() })
    await tx.idempotentRequests.begin({ caller: 'key', keyHash: 'k', requestHash: 'r', expiresAt })
    await tx.identityKeys.add({ id: randomUUID(), sealed: 'sealed' })
    await tx.usage.reserve({ id: randomUUID(), kind: 'exchanges', month: '2030-01', amount: 1 })
  })
  await storage.as({ system: 'accounts' }, async (tx) => {
    const account = await tx.accounts.create({ email: `${randomUUID()}@example.com`, name: 'Ana', passwordHash: 'h' })
    if (!account) throw new Error('The address was taken.')
    await tx.members.add({ creatorId, account, role: 'owner' })
    const token = { id: randomUUID(), issuedAt: new Date(), expiresAt }
    await tx.signIns.begin({ id: randomUUID(), creatorId, accountId: account.id, device: undefined, token })
    await tx.impersonations.begin({ creatorId, accountId: account.id, reason: 'a test', expiresAt })
  })
}

async function enter(run: RunQuery, creatorId: string): Promise<void> {
  await run(`select set_config('role', 'coach_app', true), set_config('coach.creator_id', $1, true)`, [creatorId])
}
