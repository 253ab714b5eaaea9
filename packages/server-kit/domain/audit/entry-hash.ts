import { createHash } from 'node:crypto'
import type { AuditEntry } from '@coachkit/contract'

/** SHA-256 of an entry and of the hash before it ('' for the first), in hex. */
export function entryHash(previousHash: string, creatorId: string, entry: Omit<AuditEntry, 'hash'>): string {
  const { position, at, actor, action, subject, details } = entry
  const sorted = Object.entries(details).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([previousHash, creatorId, position, at, actor, action, subject, sorted]))
    .digest('hex')
}

/** The first position that is missing, was changed or does not follow the one before; `undefined` when all of them do. */
export function firstBroken(creatorId: string, entries: readonly AuditEntry[], start = { position: 1, previousHash: '' }): number | undefined {
  let { position, previousHash } = start
  for (const entry of entries) {
    if (entry.position !== position || entry.hash !== entryHash(previousHash, creatorId, entry)) return position
    previousHash = entry.hash
    position += 1
  }
  return undefined
}
