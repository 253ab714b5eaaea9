import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSampleTenant } from '../../../testing/storage-conformance/sample-tenant.js'
import { lockFolder } from './data-lock.js'
import { pglite } from './index.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coachkit-storage-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe('the data folder', () => {
  test('keeps what was stored, and a second storage on it is refused until the first is closed', async () => {
    const first = pglite({ dataDir: folder })
    expect((await first.migrate()).applied).toBeGreaterThan(0)
    const tenant = await createSampleTenant(first)
    const second = pglite({ dataDir: folder })
    await expect(second.migrate()).rejects.toMatchObject({ name: 'AdapterError', code: 'locked', message: expect.stringContaining('Stop it') })
    await second.close()
    expect(await tenant.as((tx) => tx.conversations.find(tenant.conversation.id))).toBeDefined()
    await first.close()

    const third = pglite({ dataDir: folder })
    expect(await third.migrate()).toEqual({ applied: 0 })
    expect(await third.as({ creatorId: tenant.creatorId }, (tx) => tx.conversations.find(tenant.conversation.id))).toEqual(tenant.conversation)
    await third.close()
    expect(await readdir(folder)).toEqual(['database'])
  })

  test('that is a file is refused with a sentence', async () => {
    const path = join(folder, 'file')
    await writeFile(path, '')
    const storage = pglite({ dataDir: path })
    await expect(storage.health()).rejects.toMatchObject({ name: 'AdapterError', adapter: 'pglite' })
    await storage.close()
  })
})

describe('the lock', () => {
  test('is refused while the other process lives, and taken over once it was killed', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdout.write("up"); setInterval(() => {}, 1000)'], { stdio: ['ignore', 'pipe', 'ignore'] })
    await once(child.stdout, 'data')
    const holder = { pid: child.pid, started: await startOf(child.pid ?? 0), token: 'other' }
    await writeFile(join(folder, 'database.lock'), JSON.stringify(holder))
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'locked', message: expect.stringContaining(String(child.pid)) })

    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
    const release = await lockFolder(folder)
    await release()
    expect(await readdir(folder)).toEqual([])
  })

  test('of an earlier process with the same id does not count', async () => {
    await writeFile(join(folder, 'database.lock'), JSON.stringify({ pid: process.pid, started: '1', token: 'other' }))
    await (await lockFolder(folder))()
  })

  test('that was cut while it was written does not count', async () => {
    await writeFile(join(folder, 'database.lock'), '{"pid":')
    await (await lockFolder(folder))()
  })

  test('goes to one of many who find a dead one', async () => {
    await writeFile(join(folder, 'database.lock'), JSON.stringify({ pid: process.pid, started: '1', token: 'other' }))
    const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)))
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await readdir(folder)).toEqual(['database.lock'])
  })

  test.each(['{', JSON.stringify({ pid: 1, started: '', token: '../../escape' })])('is freed of a lock that nobody wrote: %s', async (text) => {
    await writeFile(join(folder, 'database.lock'), text)
    const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)))
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('goes on where an heir of a dead one died too', async () => {
    const dead = (token: string) => JSON.stringify({ pid: process.pid, started: '1', token })
    await writeFile(join(folder, 'database.lock'), dead('first'))
    await writeFile(join(folder, 'database.lock.heir-of-first'), dead('second'))
    const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)))
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await readdir(folder)).toEqual(['database.lock'])
  })
})

async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return (
    stat
      .slice(stat.lastIndexOf(')') + 1)
      .trim()
      .split(' ')[19] ?? ''
  )
}
