interface Loaded<Index> {
  version: number
  size: number
  index: Index
}
export interface IndexCache<Index> {
  /** The creator's index at `version` or newer. */
  get(creatorId: string, version: number): Promise<Index>
}

/** Indexes by creator, the least recently used given up first; each is built once however many wait for it, on what the one before it has read. */
export function createIndexCache<Index>(deps: {
  heldChunks: number
  load(creatorId: string, earlier: Index | undefined): Promise<Loaded<Index>>
}): IndexCache<Index> {
  const held = new Map<string, Loaded<Index>>()
  const building = new Map<string, { atLeast: number; loaded: Promise<Loaded<Index>> }>()

  const keep = (creatorId: string, loaded: Loaded<Index>) => {
    held.delete(creatorId)
    held.set(creatorId, loaded)
    let total = [...held.values()].reduce((sum, { size }) => sum + size, 0)
    for (const [oldest, { size }] of held) {
      if (total <= deps.heldChunks || oldest === creatorId) break
      held.delete(oldest)
      total -= size
    }
  }
  const build = async (creatorId: string, version: number) => {
    const running = building.get(creatorId)
    if (running !== undefined && running.atLeast >= version) return running.loaded
    const loaded = deps.load(creatorId, held.get(creatorId)?.index)
    const entry = { atLeast: version, loaded }
    building.set(creatorId, entry)
    try {
      keep(creatorId, await loaded)
    } finally {
      if (building.get(creatorId) === entry) building.delete(creatorId)
    }
    return loaded
  }
  return {
    async get(creatorId, version) {
      const hit = held.get(creatorId)
      if (hit === undefined || hit.version < version) return (await build(creatorId, version)).index
      keep(creatorId, hit)
      return hit.index
    },
  }
}
