import { afterEach, expect, test, vi } from 'vitest'
import { defaultSessionStore } from './session-store.js'

afterEach(() => vi.unstubAllGlobals())

/** A page's `localStorage`, which all its tabs share. */
function pageStorage(options: { full?: boolean } = {}) {
  const kept = new Map<string, string>()
  const setItem = (key: string, value: string) => {
    if (options.full) throw new DOMException('full', 'QuotaExceededError')
    kept.set(key, value)
  }
  vi.stubGlobal('window', { localStorage: { getItem: (key: string) => kept.get(key) ?? null, setItem } })
  return options
}

test('what one tab writes, the others read', () => {
  pageStorage()
  const [one, two] = [defaultSessionStore(), defaultSessionStore()]
  one.set('outbox', 'a')
  two.set('outbox', 'a b')
  expect(one.get('outbox')).toBe('a b')
})

test('what does not fit is kept for this page, and newer than what is stored', () => {
  const storage = pageStorage()
  const store = defaultSessionStore()
  store.set('outbox', 'old')
  storage.full = true
  store.set('outbox', 'new')
  expect(store.get('outbox')).toBe('new')
})

test('without localStorage the page itself remembers', () => {
  const store = defaultSessionStore()
  store.set('token', 'x')
  expect(store.get('token')).toBe('x')
})
