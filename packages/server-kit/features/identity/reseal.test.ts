import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEnvelopeSecrets } from '../../adapters/secrets/envelope/index.js'
import { localKeyProvider, readMasterKeys } from '../../adapters/secrets/envelope/local-keys.js'
import { memoryStorage } from '../../testing/__fixtures__/memory-storage.js'
import { createSampleTenant } from '../../testing/storage-conformance/sample-tenant.js'
import { createIdentityKey, openIdentityKeys, resealIdentityKeys } from './identity-keys.js'

const storage = memoryStorage()
const clock = { now: () => new Date() }
const secretsOf = (keys: string) => createEnvelopeSecrets(localKeyProvider(readMasterKeys(keys)))
const keyNamed = (name: string) => `${name}:${randomBytes(32).toString('base64')}`
const [former, newest] = [keyNamed('k1'), keyNamed('k2')]

beforeAll(async () => {
  await storage.migrate()
}, 60_000)
afterAll(() => storage.close())

test('secrets of every creator open without the former encryption key once they were sealed anew', async () => {
  const tenants = [await createSampleTenant(storage), await createSampleTenant(storage)]
  const made = await Promise.all(tenants.map(({ creatorId }) => createIdentityKey({ storage, clock, secrets: secretsOf(former) }, { creatorId })))
  const opened = (keys: string, at: number) => openIdentityKeys({ storage, secrets: secretsOf(keys) }, tenants[at]?.creatorId ?? '')
  await expect(opened(newest, 0)).rejects.toMatchObject({ name: 'AdapterError' })
  await resealIdentityKeys({ storage, secrets: secretsOf(`${newest},${former}`) })
  for (const [at, { secret }] of made.entries()) {
    expect((await opened(newest, at)).map((key) => Buffer.from(key.secret).toString())).toEqual([secret])
  }
  expect(await tenants[0]?.as((tx) => tx.identityKeys.all())).toHaveLength(1)
})
