import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSampleTenant } from '../../../testing/storage-conformance/sample-tenant.js'
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
        await tenant.as((tx) => tx.messages.append({ conversationId: tenant.conversation.id, clientMessageId: 'a', text: 'Hola' }))
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

async function enter(run: RunQuery, creatorId: string): Promise<void> {
  await run(`select set_config('role', 'coach_app', true), set_config('coach.creator_id', $1, true)`, [creatorId])
}
