import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import type { SigningKeyRecord, Storage, StorageTx } from '../../ports/index.js'
import { createSampleTenant } from './sample-tenant.js'

export function describeSigningKeys(storage: () => Storage): void {
  const withKeys = <Result>(work: (tx: StorageTx) => Promise<Result>) => storage().as({ system: 'keys' }, work)
  const endOfTime = new Date('9999-01-01T00:00:00Z')

  describe('signing keys', () => {
    afterEach(() => withKeys((tx) => tx.signingKeys.removeRetired(endOfTime)))

    test('of instances that add a generation at once one wins, and all see it', async () => {
      const keys = Array.from({ length: 8 }, () => sampleKey(1))
      const added = await Promise.all(keys.map((key) => withKeys((tx) => tx.signingKeys.add(key))))
      expect(added.filter((won) => won)).toHaveLength(1)
      expect(await withKeys((tx) => tx.signingKeys.list())).toEqual([keys[added.indexOf(true)]])
    })

    test('are listed newest first, sealed anew, and go when they verify no longer', async () => {
      const [old, current] = [sampleKey(1), sampleKey(2)]
      await withKeys(async (tx) => {
        await tx.signingKeys.add(old)
        await tx.signingKeys.add(current)
        await tx.signingKeys.reseal({ id: current.id, sealedPrivateKey: 'sealed again' })
      })
      expect(await withKeys((tx) => tx.signingKeys.list())).toEqual([{ ...current, sealedPrivateKey: 'sealed again' }, old])
      await withKeys((tx) => tx.signingKeys.removeRetired(old.verifiesUntil))
      expect((await withKeys((tx) => tx.signingKeys.list())).map(({ id }) => id)).toEqual([current.id])
    })

    test('do not exist for a tenant or for other work of the system', async () => {
      await withKeys((tx) => tx.signingKeys.add(sampleKey(1)))
      const tenant = await createSampleTenant(storage())
      expect(await tenant.as((tx) => tx.signingKeys.list())).toEqual([])
      for (const system of ['sign-in', 'jobs', 'setup'] as const) {
        expect(await storage().as({ system }, (tx) => tx.signingKeys.list())).toEqual([])
        await storage().as({ system }, (tx) => tx.signingKeys.removeRetired(endOfTime))
        await expect(storage().as({ system }, (tx) => tx.signingKeys.add(sampleKey(2)))).rejects.toMatchObject({ code: 'permission' })
      }
      expect(await withKeys((tx) => tx.signingKeys.list())).toHaveLength(1)
    })
  })
}

function sampleKey(generation: number): SigningKeyRecord {
  const day = (count: number) => new Date(Date.UTC(2030, 0, generation * 30 + count))
  return {
    id: randomUUID(),
    generation,
    algorithm: 'RS256',
    sealedPrivateKey: 'sealed',
    signsFrom: day(0),
    signsUntil: day(30),
    verifiesUntil: day(37),
  }
}
