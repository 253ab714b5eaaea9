import type { Clock, Secrets, SigningKeyRecord, Storage, StorageTx } from '../../../ports/index.js'
import type { KeyRing } from './key-ring.js'
import { type LiveKey, makeSigningKey, openSigningKey, overlapMs, resealSigningKey } from './signing-key.js'
import type { SignatureAlgorithm } from './verification-key.js'

/** How old the keys in memory may grow; shorter than the overlap by far, so a next key is known long before it signs. */
const reloadAfterMs = 5 * 60_000
/** Unknown ids, of which anybody can send any number, make it look again once in so long. */
const unknownCooldownMs = 30_000

export interface StoredKeyRingOptions {
  storage: Pick<Storage, 'as'>
  secrets: Secrets
  clock: Clock
  /** Of keys made from now on. Default RS256. */
  algorithm?: SignatureAlgorithm
}

/** Signing keys in the database: each signs for 30 days, is published for 7 days before and verifies for 7 days after. */
export function storedKeyRing({ storage, secrets, clock, algorithm = 'RS256' }: StoredKeyRingOptions): KeyRing {
  const now = () => clock.now().getTime()
  const withKeys = <Result>(work: (tx: StorageTx) => Promise<Result>) => storage.as({ system: 'keys' }, work)
  let keys: LiveKey[] | undefined
  let loadedAt = 0
  let loading: Promise<LiveKey[]> | undefined
  let rotating: Promise<void> | undefined

  const load = async () => {
    const records = await withKeys((tx) => tx.signingKeys.list())
    const known = new Map(keys?.map((key) => [sealOf(key.record), key]))
    keys = await Promise.all(
      records.map(async (record) => {
        const key = known.get(sealOf(record)) ?? (await openSigningKey(secrets, record))
        return { ...key, record }
      }),
    )
    return keys
  }
  const startLoading = () => {
    loadedAt = now()
    loading = load().finally(() => {
      loading = undefined
    })
    return loading
  }
  const loaded = async (maxAgeMs: number) => {
    if (keys && !loading && now() - loadedAt < maxAgeMs) return keys
    try {
      return await (loading ?? startLoading())
    } catch (error) {
      // While the database is away, what is known goes on: each key still ends on its day.
      if (keys) return keys
      throw error
    }
  }
  const alive = async (maxAgeMs = reloadAfterMs) => (await loaded(maxAgeMs)).filter(({ record }) => now() < record.verifiesUntil.getTime())
  /** The oldest that still signs: the one after it is only published yet. */
  const current = async () => (await alive()).findLast(({ record }) => now() < record.signsUntil.getTime())
  const byId = async (id: string, maxAgeMs: number) => (await alive(maxAgeMs)).find(({ record }) => record.id === id)?.verification

  const rotate = async () => {
    const records = await withKeys((tx) => tx.signingKeys.list())
    const next = await dueKey(records[0])
    const stale = records.filter(({ sealedPrivateKey }) => secrets.isStale(sealedPrivateKey))
    const resealed = await Promise.all(stale.map((record) => resealSigningKey(secrets, record)))
    await withKeys(async ({ signingKeys }) => {
      if (next) await signingKeys.add(next)
      for (const key of resealed) await signingKeys.reseal(key)
      await signingKeys.removeRetired(clock.now())
    })
    while (loading) await loading.catch(() => undefined)
    await startLoading()
  }
  /** Undefined until the newest key's last overlap has begun. */
  const dueKey = async (newest: SigningKeyRecord | undefined) => {
    const ends = newest?.signsUntil.getTime() ?? 0
    if (now() < ends - overlapMs) return undefined
    return await makeSigningKey({ secrets, algorithm, generation: (newest?.generation ?? 0) + 1, signsFrom: new Date(Math.max(ends, now())) })
  }
  const rotateIfDue = () => {
    rotating ??= rotate().finally(() => {
      rotating = undefined
    })
    return rotating
  }
  const certainly = async (): Promise<LiveKey> => {
    const found = await current()
    if (found) return found
    await rotateIfDue()
    const made = await current()
    if (made) return made
    throw new Error('No signing key is current after a rotation.')
  }
  return {
    async signing() {
      const { record, privateKey } = await certainly()
      return { id: record.id, algorithm: record.algorithm, privateKey }
    },
    verifying: async (id) => (await byId(id, reloadAfterMs)) ?? (await byId(id, unknownCooldownMs)),
    async published() {
      await certainly()
      return (await alive()).map(({ verification }) => verification)
    },
    rotateIfDue,
  }
}

/** The same for a key that need not be opened again. */
function sealOf({ id, algorithm, sealedPrivateKey }: SigningKeyRecord): string {
  return [id, algorithm, sealedPrivateKey].join(' ')
}
