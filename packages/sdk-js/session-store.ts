/** Where a session outlives a reload. */
export interface SessionStore {
  get(key: string): string | undefined
  set(key: string, value: string): void
}

/** `localStorage` where it may be used, memory elsewhere. */
export function defaultSessionStore(): SessionStore {
  const memory = new Map<string, string>()
  const guarded = <T>(use: () => T): T | undefined => {
    try {
      return use()
    } catch {
      return undefined
    }
  }
  const storage = guarded(() => (typeof window === 'undefined' ? undefined : window.localStorage))
  return {
    // Memory holds only what storage would not take: other tabs write to storage too.
    get: (key) => memory.get(key) ?? guarded(() => storage?.getItem(key) ?? undefined),
    set: (key, value) => {
      memory.set(key, value)
      guarded(() => {
        if (!storage) return
        storage.setItem(key, value)
        memory.delete(key)
      })
    },
  }
}

/** A place of their own for sessions that the host vouches for: a client without `identity` never finds one. */
export function vouchedStore(store: SessionStore): SessionStore {
  return { get: (key) => store.get(`user:${key}`), set: (key, value) => store.set(`user:${key}`, value) }
}
