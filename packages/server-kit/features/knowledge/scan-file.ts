import type { ErrorCode } from '@coachkit/contract'
import { AdapterError, type Scanner } from '../../ports/index.js'
import type { KnowledgeParts } from './knowledge-parts.js'

const longestMs = 120_000

/** Why a file may not be read, if so. `again`: the scanner may tell later; until it has, nobody takes the file for clean. */
export async function scanFile(
  { scanner, blobStore, logger }: Pick<KnowledgeParts, 'blobStore' | 'logger'> & { scanner: Scanner },
  { blobKey, signal }: { blobKey: string; signal: AbortSignal },
): Promise<{ code: ErrorCode; again: boolean } | undefined> {
  const file = await blobStore.get(blobKey)
  // The next step says that it is not there.
  if (!file) return undefined
  try {
    const { verdict } = await scanner.scan(file, { signal: AbortSignal.any([signal, AbortSignal.timeout(longestMs)]) })
    return verdict === 'clean' ? undefined : { code: 'DOCUMENT_013', again: false }
  } catch (error) {
    signal.throwIfAborted()
    const known = AdapterError.isInstance(error) ? error : undefined
    logger.warn('document.not_scanned', { reason: known ? `${known.adapter}.${known.code}` : 'scanner.unknown' })
    return { code: 'DOCUMENT_014', again: known?.retryable ?? true }
  }
}
