import { AdapterError } from '../../../ports/index.js'

/** How one member of a batch ended. */
export type Outcome<Result> = { result: Result } | { error: unknown }

interface BatcherInput<Item, Result> {
  /** Batches that may run at once; one in each lane. */
  lanes: number
  /** Items that must not overtake each other have the same key. */
  keyOf(item: Item): string
  /** The most items of one batch. */
  most: number
  /** One outcome an item, in their order. Rejects when none of it was done, or nobody knows. */
  run(items: Item[]): Promise<Outcome<Result>[]>
}

interface Waiting<Item, Result> {
  item: Item
  resolve(result: Result): void
  reject(error: unknown): void
}

/** Gathers what is asked for in a tick, and while a batch runs, into the next batch. */
export function createBatcher<Item, Result>({ lanes: laneCount, keyOf, most, run }: BatcherInput<Item, Result>): (item: Item) => Promise<Result> {
  const lanes = Array.from({ length: laneCount }, () => ({ waiting: [] as Waiting<Item, Result>[], running: false }))

  async function drain(lane: (typeof lanes)[number]): Promise<void> {
    while (lane.waiting.length > 0) {
      await settle(lane.waiting.splice(0, most))
      // Sockets get their turn, and what they bring still joins.
      await nextTick()
    }
    lane.running = false
  }

  async function settle(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const outcomes = await run(batch.map(({ item }) => item))
      batch.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index]
        if (outcome && 'result' in outcome) resolve(outcome.result)
        else reject(outcome?.error ?? new Error('A batch left one of its members out.'))
      })
    } catch (error) {
      // The database refused the data of one of them: the others go on without it.
      if (batch.length > 1 && AdapterError.isInstance(error) && error.code === 'query') for (const each of batch) await settle([each])
      else for (const { reject } of batch) reject(error)
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      const lane = lanes[hash(keyOf(item)) % laneCount]
      if (!lane) throw new Error('A batcher has at least one lane.')
      lane.waiting.push({ item, resolve, reject })
      if (lane.running) return
      lane.running = true
      setImmediate(() => void drain(lane))
    })
}

function nextTick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function hash(key: string): number {
  let sum = 0
  for (let at = 0; at < key.length; at += 1) sum = (sum * 31 + key.charCodeAt(at)) >>> 0
  return sum
}
