import type { KnowledgeParts } from './knowledge-parts.js'

/** No upload takes that long. */
const olderThanMs = 3_600_000
const batch = 100

/** The file goes before its line, so that whoever is killed in between leaves nothing behind. */
export async function removeUnclaimedFiles({ storage, blobStore }: Pick<KnowledgeParts, 'storage' | 'blobStore'>): Promise<void> {
  for (;;) {
    const files = await storage.as({ system: 'upkeep' }, (tx) => tx.upkeep.unclaimedFiles({ olderThanMs, limit: batch }))
    for (const { blobKey } of files) await blobStore.remove(blobKey)
    await storage.as({ system: 'upkeep' }, (tx) => tx.upkeep.forgetFiles(files))
    if (files.length < batch) return
  }
}
