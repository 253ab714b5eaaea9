import type { Receipt } from '@coachkit/contract'

/** Who takes part. Ids are `visitor`, `member:…` and `key:…`. */
export interface PeopleSnapshot {
  /** How far each has come. */
  receipts: readonly Receipt[]
  /** Who writes right now; never oneself. */
  typing: readonly string[]
  /** Who is there right now. */
  present: readonly string[]
}

export const nobody: PeopleSnapshot = { receipts: [], typing: [], present: [] }
