import { expect, it } from 'vitest'
import { createResultCache, type ResultKey } from './result-cache.js'

const key = (change: Partial<ResultKey> = {}): ResultKey => ({
  creatorId: 'ana',
  sessionId: 's1',
  language: 'es',
  tool: 'odds',
  input: { team: 'Betis', day: 1 },
  ...change,
})

function cacheAt(start: number) {
  let now = start
  const cache = createResultCache({ clock: { now: () => new Date(now) } })
  const later = (ms: number) => {
    now += ms
  }
  return { cache, later }
}

it('is fresh for so long, then only known, then forgotten', () => {
  const { cache, later } = cacheAt(1000)
  cache.put(key(), { text: '2.1', freshForSeconds: 30 })
  later(29_999)
  expect(cache.find(key({ input: { day: 1, team: 'Betis' } }))).toEqual({ text: '2.1', at: new Date(1000), fresh: true })
  later(1)
  expect(cache.find(key())).toMatchObject({ fresh: false })
  later(86_400_000)
  expect(cache.find(key())).toBeUndefined()
})

it.each([{ creatorId: 'bea' }, { sessionId: 's2' }, { sessionId: undefined }, { language: 'en' }, { tool: 'fixtures' }, { input: { team: 'Betis' } }])(
  'is nobody else’s, nor another call’s: %o',
  (other) => {
    const { cache } = cacheAt(0)
    cache.put(key(), { text: '2.1', freshForSeconds: 30 })
    expect(cache.find(key(other))).toBeUndefined()
  },
)

it('is bounded for each creator, and one creator pushes out no other', () => {
  const { cache } = cacheAt(0)
  cache.put(key({ creatorId: 'bea' }), { text: 'hers', freshForSeconds: 30 })
  for (let at = 0; at < 600; at += 1) {
    cache.put(key({ input: at }), { text: String(at), freshForSeconds: 30 })
    cache.find(key({ input: 0 }))
  }
  const known = Array.from({ length: 600 }, (_, input) => input).filter((input) => cache.find(key({ input })))
  expect(known).toHaveLength(500)
  expect(known[0]).toBe(0)
  expect(cache.find(key({ creatorId: 'bea' }))?.text).toBe('hers')
})
