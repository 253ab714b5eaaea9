import { type AllowedDomain, parseAllowedDomain } from '../../domain/origin/allowed-domain.js'
import type { Clock, Storage } from '../../ports/index.js'

/** A change made by another instance is seen this much later. */
const freshMs = 5000

/** A creator as a call knows it: by its id, or by its public name. */
export type CreatorReference = { id: string } | { slug: string }

/** The websites of every creator, at hand. */
export interface AllowedDomainLists {
  /** A creator's list; empty for one without, or an unknown one. */
  of(creator: CreatorReference): Promise<readonly string[]>
  /** The entries of all lists. */
  all(): Promise<readonly AllowedDomain[]>
  /** Reads anew when next asked: a list was changed here. */
  forget(): void
}

interface Lists {
  readAt: number
  byId: Map<string, readonly string[]>
  bySlug: Map<string, readonly string[]>
  all: readonly AllowedDomain[]
}

/** Reads all lists in one query, at most once in `freshMs`, however many pages knock. */
export function createAllowedDomainLists({ storage, clock }: { storage: Storage; clock: Clock }): AllowedDomainLists {
  let reading: Promise<Lists> | undefined
  let known: Lists | undefined

  const read = async (): Promise<Lists> => {
    const readAt = clock.now().getTime()
    const rows = await storage.as({ system: 'sign-in' }, (tx) => tx.creators.allowedDomains())
    const entries = new Set(rows.flatMap((row) => row.allowedDomains))
    return {
      readAt,
      byId: new Map(rows.map((row) => [row.id, row.allowedDomains])),
      bySlug: new Map(rows.map((row) => [row.slug, row.allowedDomains])),
      all: [...entries].flatMap((entry) => parseAllowedDomain(entry) ?? []),
    }
  }
  const lists = (): Promise<Lists> => {
    if (known && Math.abs(clock.now().getTime() - known.readAt) < freshMs) return Promise.resolve(known)
    if (reading) return reading
    // While the database is away the last lists hold: a page they name can then read that it is.
    const mine = read().catch((error: unknown) => {
      if (known) return known
      throw error
    })
    reading = mine
    const end = (found: Lists | undefined) => {
      // Forgotten meanwhile: what was read may be older than the change.
      if (reading !== mine) return
      reading = undefined
      known = found
    }
    mine.then(end, () => end(known))
    return mine
  }

  return {
    async of(creator) {
      const { byId, bySlug } = await lists()
      return ('id' in creator ? byId.get(creator.id) : bySlug.get(creator.slug)) ?? []
    },
    all: async () => (await lists()).all,
    forget() {
      reading = undefined
      known = undefined
    },
  }
}
