import type { Storage } from '../../ports/index.js'

const creatorsAtOnce = 100

/** Of all creators, the oldest first. */
export async function* creatorIds(storage: Storage): AsyncGenerator<string> {
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const at = cursor
    const page = await storage.as({ system: 'accounts' }, (tx) => tx.creators.page({ limit: creatorsAtOnce, cursor: at }))
    for (const { id } of page.items) yield id
    cursor = page.nextCursor
  }
}
