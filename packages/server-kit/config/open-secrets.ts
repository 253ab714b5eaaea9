import { createEnvelopeSecrets, localKeyProvider, openKeyFile, readMasterKeys } from '../adapters/secrets/envelope/index.js'
import type { Secrets } from '../ports/index.js'

/** Encryption at rest with ENCRYPTION_KEY, or with a key file in the data folder where none is set. */
export async function openSecrets({ encryptionKey, dataDir }: { encryptionKey?: string | undefined; dataDir: string }): Promise<Secrets> {
  return createEnvelopeSecrets(localKeyProvider(encryptionKey ? readMasterKeys(encryptionKey) : await openKeyFile(dataDir)))
}
