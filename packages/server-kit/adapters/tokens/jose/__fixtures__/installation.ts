import { randomBytes } from 'node:crypto'
import type { SigningKeyRecord, Storage, TenantScope } from '../../../../ports/index.js'
import { memoryStorage } from '../../../../testing/__fixtures__/memory-storage.js'
import { createEnvelopeSecrets, localKeyProvider, type MasterKey } from '../../../secrets/envelope/index.js'
import { createTokens, type KeyRing, type SignatureAlgorithm, storedKeyRing } from '../index.js'

export const issuer = 'https://api.coachkit.test'
export const day = 24 * 60 * 60 * 1000
export const roles = { ofCreator: ['owner', 'support', 'viewer'], ofPlatform: ['admin'] }

/** One database with a clock that the test turns, on which any number of instances run. */
export async function createInstallation() {
  const storage: Storage = memoryStorage()
  await storage.migrate()
  const masterKeys: MasterKey[] = [{ id: 'm1', key: randomBytes(32) }]
  let time = Date.UTC(2030, 2, 1)
  let reads = 0
  let away = false
  const counted = {
    async as(scope: TenantScope, work: Parameters<Storage['as']>[1]) {
      reads += 1
      if (away) throw new Error('The database is away.')
      return await storage.as(scope, work)
    },
  } as Pick<Storage, 'as'>
  const clock = { now: () => new Date(time) }
  return {
    masterKeys,
    instance(algorithm: SignatureAlgorithm = 'RS256') {
      const secrets = createEnvelopeSecrets(localKeyProvider(masterKeys))
      const keys: KeyRing = storedKeyRing({ storage: counted, secrets, clock, algorithm })
      return { keys, tokens: createTokens({ issuer, keys, clock, roles }) }
    },
    now: () => new Date(time),
    pass(milliseconds: number) {
      time += milliseconds
    },
    /** How often the database was asked since the last call. */
    takeReads() {
      const taken = reads
      reads = 0
      return taken
    },
    setAway(value: boolean) {
      away = value
    },
    stored: (): Promise<SigningKeyRecord[]> => storage.as({ system: 'keys' }, (tx) => tx.signingKeys.list()),
    plant: (key: SigningKeyRecord) => storage.as({ system: 'keys' }, (tx) => tx.signingKeys.add(key)),
    forgetKeys: () => storage.as({ system: 'keys' }, (tx) => tx.signingKeys.removeRetired(new Date('9999-01-01T00:00:00Z'))),
    close: () => storage.close(),
  }
}

export type Installation = Awaited<ReturnType<typeof createInstallation>>
