import type { Clock, Logger, Storage } from '../../ports/index.js'

const everyMs = 60_000
/** Kept until the next time they are stored; more leave in a minute only in a storm, and are then not told apart from those who stay. */
const mostKept = 20_000
const mostInStatement = 500

export interface LastSeen {
  /** Somebody left a conversation. Stored with all others once a minute. */
  note(left: { creatorId: string; conversationId: string; participantId: string }): void
  /** Stores what is noted and ends. */
  stop(): Promise<void>
}

export function createLastSeen({ storage, clock, logger }: { storage: Storage; clock: Clock; logger: Logger }): LastSeen {
  let noted = new Map<string, { creatorId: string; conversationId: string; participantId: string; at: Date }>()
  let storing = Promise.resolve()
  const timer = setInterval(() => void store(), everyMs)
  timer.unref()

  function store(): Promise<void> {
    storing = storing.then(storeNoted).catch(() => logger.warn('participants.last_seen_lost'))
    return storing
  }

  async function storeNoted(): Promise<void> {
    const rows = [...noted.values()]
    noted = new Map()
    for (const creatorId of new Set(rows.map((row) => row.creatorId))) {
      const ofCreator = rows.filter((row) => row.creatorId === creatorId)
      for (let at = 0; at < ofCreator.length; at += mostInStatement) {
        const part = ofCreator.slice(at, at + mostInStatement)
        await storage.as({ creatorId }, (tx) => tx.participants.seen(part))
      }
    }
  }

  return {
    note(left) {
      if (noted.size < mostKept) noted.set(`${left.conversationId} ${left.participantId}`, { ...left, at: clock.now() })
    },
    stop() {
      clearInterval(timer)
      return store()
    },
  }
}
