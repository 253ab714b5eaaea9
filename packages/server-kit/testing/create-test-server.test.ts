import { mkdtemp, readdir, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { createTestServer } from './create-test-server.js'

afterEach(() => vi.unstubAllEnvs())

it('is a whole coach of its own, of which nothing is left', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'coachkit-own-'))
  vi.stubEnv('TMPDIR', folder)
  const { url, key, close } = await createTestServer({ mountPath: '/coach' })
  expect(await readdir(folder)).toHaveLength(1)
  expect(await (await fetch(`${url}/v1/health`)).json()).toMatchObject({ status: 'healthy', database: { adapter: 'pglite' } })
  const documents = await fetch(`${url}/v1/creators/knowledge/documents`, { headers: { authorization: `Bearer ${key}` } })
  expect(await documents.json()).toEqual({ items: [] })
  await close()
  // It was empty, or this fails.
  await rmdir(folder)
  await expect(fetch(`${url}/v1/health`)).rejects.toThrow()
})
