import { readKeySet } from '../../packages/server-kit/adapters/tokens/jose/verification-key.js'
import { verifyCompact } from '../../packages/server-kit/adapters/tokens/jose/verify-compact.js'
import { AdapterError } from '../../packages/server-kit/ports/index.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface JwsRow extends CorpusRow {
  key: { keys?: unknown[] }
  jws: string
  comment: string
  expect: 'valid' | 'invalid'
}

/** Good signatures of other algorithms are refused like bad ones: only RS256 and ES256 are ours. */
runCorpus<JwsRow>('jws_wycheproof', async ({ key, jws, comment, expect }) => {
  const accepted = await accepts(key.keys ? key : { keys: [key] }, jws)
  const ours = /^(?:RS|ES)256$/.test(algorithmOf(jws) ?? '')
  return accepted === (expect === 'valid' && ours) ? undefined : `${accepted ? 'accepted' : 'refused'}: ${comment}`
})

async function accepts(keySet: unknown, jws: string): Promise<boolean> {
  try {
    const keys = await readKeySet(keySet)
    return (await verifyCompact(jws, async (id) => keys.get(id))) !== undefined
  } catch (error) {
    if (AdapterError.isInstance(error) && error.code === 'invalid_keys') return false
    throw error
  }
}

function algorithmOf(jws: string): string | undefined {
  try {
    return JSON.parse(Buffer.from(jws.split('.', 1)[0] ?? '', 'base64url').toString()).alg
  } catch {
    return undefined
  }
}
