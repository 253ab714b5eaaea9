import type { Receipt } from '@coachkit/contract'

/** Who takes part. Ids are `visitor`, `member:…` and `key:…`. */
export interface PeopleSnapshot {
  /** How far each has come. */
  receipts: readonly Receipt[]
  /** Who writes right now; never oneself. */
  typing: readonly string[]
  /** Who is there right now. */
  present: readonly string[]
  /** What the coach looks up right now; absent until it ever did. */
  activity?: readonly ToolActivity[]
}
/** Something that is looked up for an answer being written. */
export interface ToolActivity {
  messageId: string
  callId: string
  name: string
  /** How the host calls it, in the answer's language. */
  label?: string | undefined
}

export const nobody: PeopleSnapshot = { receipts: [], typing: [], present: [] }
