import { fromLines, toLines } from './conversation/outbox-lines.js'
import type { SessionStore } from './session-store.js'

/** A session store whose outboxes lie in IndexedDB, a record for each message. */
export interface KeptOutboxes {
  store: SessionStore
  /** Resolves once what was written is kept and what was kept is known. */
  settled(): Promise<void>
}

interface Kept {
  id: string
  key: string
  /** The page that sends it. */
  tab: string
  item: Item
}
type Item = { clientMessageId: string; createdAt: string }
type Outboxes = Map<string, Map<string, Item>>

/** What the outbox's key ends with in a session store. */
const outboxSuffix = ':outbox'
const [databaseName, storeName, channelName] = ['coachkit', 'outbox', 'coachkit-outbox']
/** Messages of one outbox that are kept; more wait in the page alone. */
const mostKept = 200
const leavingMs = 400
const longestKeptMs = 30 * 24 * 3_600_000

/**
 * Where the browser has IndexedDB and Web Locks. Each message belongs to the page it was written in, which sends it; when that page is gone,
 * however it went, the next one takes it over. So several tabs never send the same message, and none overwrites what another one wrote.
 * Everything else, and everything where the database cannot be opened, goes to `base`.
 */
export function keptOutboxes(base: SessionStore, onTaken: () => void): KeptOutboxes | undefined {
  const { indexedDB, navigator, BroadcastChannel } = globalThis
  if (!indexedDB || !navigator?.locks || !BroadcastChannel) return undefined
  const tab = crypto.randomUUID()
  const outboxes: Outboxes = new Map()
  const pending = new Set<Promise<unknown>>()
  let database: Promise<IDBDatabase> | undefined
  let broken = false
  let present: (() => void) | undefined

  const after = (work: Promise<unknown>) => {
    const settled = work.catch(() => undefined).finally(() => pending.delete(settled))
    pending.add(settled)
  }
  const records = async <Result>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<Result> | undefined): Promise<Result | undefined> => {
    database ??= open(indexedDB)
    return inTransaction((await database).transaction(storeName, mode), work)
  }
  /** Others see by this lock that the page is there. Held only while something waits: a page that holds one cannot be gone back to at once. */
  const stayPresent = async () => {
    const waits = [...outboxes.values()].some((items) => items.size > 0)
    if (waits && !present) {
      await new Promise<void>((resolve) => {
        const held = new Promise<void>((release) => {
          present = release
        })
        void navigator.locks.request(nameOf(tab), () => {
          resolve()
          return held
        })
      })
    }
    if (!waits) {
      present?.()
      present = undefined
    }
  }
  /** Takes over what a page that is gone left behind. */
  const takeFrom = async (owner: string, key: string) => {
    const all = (await records('readonly', (store) => store.index('key').getAll(key) as IDBRequest<Kept[]>)) ?? []
    const left = all.filter((each) => each.tab === owner)
    const items = outboxOf(key)
    for (const { item } of left) items.set(item.clientMessageId, item)
    await stayPresent()
    await records('readwrite', (store) => {
      for (const { id, item } of left) {
        const still = store.get(id) as IDBRequest<Kept | undefined>
        still.onsuccess = () => {
          if (still.result) store.put({ ...still.result, tab })
          else items.delete(item.clientMessageId)
        }
      }
      return undefined
    })
    return left.length
  }
  const load = async (key: string) => {
    const all = (await records('readonly', (store) => store.index('key').getAll(key) as IDBRequest<Kept[]>)) ?? []
    for (const { id, item } of all)
      if (Date.parse(item.createdAt) < Date.now() - longestKeptMs) await records('readwrite', (store) => store.delete(id) as IDBRequest)
    const owners = new Set(all.map((each) => each.tab))
    owners.delete(tab)
    await Promise.all(
      [...owners].map((owner) =>
        // A page that is being left, as at a reload, takes a moment to go.
        navigator.locks
          .request(nameOf(owner), { signal: AbortSignal.timeout(leavingMs) }, () => takeFrom(owner, key))
          .catch(() => {
            // It is still there: once it is not, what it has left is this page's.
            void navigator.locks.request(nameOf(owner), async () => (await takeFrom(owner, key)) > 0 && onTaken()).catch(() => undefined)
          }),
      ),
    )
  }
  const outboxOf = (key: string) => {
    let items = outboxes.get(key)
    if (!items) {
      items = new Map()
      outboxes.set(key, items)
      after(
        load(key).catch(() => {
          broken = true
        }),
      )
    }
    return items
  }
  const write = (key: string, next: Item[]) => {
    const items = outboxOf(key)
    const wanted = new Map(next.map((item) => [item.clientMessageId, item]))
    const removed = [...items.keys()].filter((id) => !wanted.has(id))
    const changed = next.filter((item) => JSON.stringify(item) !== JSON.stringify(items.get(item.clientMessageId)))
    outboxes.set(key, wanted)
    after(
      (async () => {
        await stayPresent()
        for (const id of removed) await records('readwrite', (store) => store.delete(`${key} ${id}`) as IDBRequest)
        const room = mostKept - wanted.size + changed.length
        for (const item of changed.slice(0, Math.max(0, room))) {
          await records('readwrite', (store) => store.put({ id: `${key} ${item.clientMessageId}`, key, tab, item } satisfies Kept))
        }
      })(),
    )
  }
  /** Nobody may take over what is to be gone, so the page is present until it is. */
  const forget = (key: string, isMeant: (kept: Kept) => boolean) => {
    const earlier = [...pending]
    outboxes.set(key, new Map())
    after(
      (async () => {
        await Promise.all(earlier)
        const all = (await records('readonly', (store) => store.index('key').getAll(key) as IDBRequest<Kept[]>)) ?? []
        // What was written since then stays.
        const gone = all.filter((each) => isMeant(each) && !outboxOf(key).has(each.item.clientMessageId))
        for (const { id } of gone) await records('readwrite', (store) => store.delete(id) as IDBRequest)
        await stayPresent()
      })(),
    )
  }
  /** Of all pages: whoever was signed in is so no longer. */
  const clear = (key: string) => {
    channel.postMessage(key)
    forget(key, () => true)
  }
  const channel = new BroadcastChannel(channelName)
  channel.onmessage = ({ data: key }) => {
    if (outboxes.has(key)) forget(key, (kept) => kept.tab === tab)
  }

  return {
    store: {
      get(key) {
        if (!key.endsWith(outboxSuffix)) return base.get(key)
        const items = [...outboxOf(key).values()]
        return toLines(broken ? [...items, ...fromLines<Item>(base.get(key))] : items.sort(byAge))
      },
      set(key, value) {
        if (!key.endsWith(outboxSuffix) || broken) return base.set(key, value)
        if (value === '') clear(key)
        else write(key, fromLines(value))
      },
    },
    async settled() {
      while (pending.size > 0) await Promise.all(pending)
    },
  }
}

function nameOf(tab: string): string {
  return `${channelName}:${tab}`
}

function byAge(one: Item, other: Item): number {
  return one.createdAt < other.createdAt ? -1 : Number(one.createdAt > other.createdAt)
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(databaseName, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(storeName, { keyPath: 'id' }).createIndex('key', 'key')
  return resultOf(request)
}

/** Resolves once it is committed. */
function inTransaction<Result>(transaction: IDBTransaction, work: (store: IDBObjectStore) => IDBRequest<Result> | undefined): Promise<Result | undefined> {
  const request = work(transaction.objectStore(storeName))
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request?.result)
    transaction.onerror = () => reject(transaction.error)
    transaction.onabort = () => reject(transaction.error)
  })
}

function resultOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
