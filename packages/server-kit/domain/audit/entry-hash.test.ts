import type { AuditEntry } from '@coachkit/contract'
import { expect, it } from 'vitest'
import { entryHash, firstBroken } from './entry-hash.js'

function chain(length: number): AuditEntry[] {
  const entries: AuditEntry[] = []
  for (let position = 1; position <= length; position += 1) {
    const entry = {
      position,
      at: '2030-01-01T00:00:00.000Z',
      actor: 'account:a',
      action: 'member.role',
      subject: `member:${position}`,
      details: { to: 'viewer', from: 'owner' },
    }
    entries.push({ ...entry, hash: entryHash(entries.at(-1)?.hash ?? '', 'c', entry) })
  }
  return entries
}

it('holds for a whole log, in whatever order details are kept', () => {
  const entries = chain(5).map((entry) => ({ ...entry, details: Object.fromEntries(Object.entries(entry.details).toReversed()) }))
  expect(firstBroken('c', entries)).toBeUndefined()
  expect(firstBroken('c', entries.slice(2), { position: 3, previousHash: entries[1]?.hash ?? '' })).toBeUndefined()
})

it.each<[string, (entries: AuditEntry[]) => AuditEntry[], number]>([
  ['a changed action', (entries) => entries.map((entry) => (entry.position === 3 ? { ...entry, action: 'nothing' } : entry)), 3],
  ['a changed time', (entries) => entries.map((entry) => (entry.position === 2 ? { ...entry, at: '2031-01-01T00:00:00.000Z' } : entry)), 2],
  ['a changed detail', (entries) => entries.map((entry) => (entry.position === 5 ? { ...entry, details: { to: 'owner', from: 'owner' } } : entry)), 5],
  ['a missing entry', (entries) => entries.filter(({ position }) => position !== 4), 4],
  ['a missing beginning', (entries) => entries.slice(1), 1],
  [
    'an entry hashed anew',
    (entries) =>
      entries.map((entry) =>
        entry.position === 3 ? { ...entry, action: 'x', hash: entryHash(entries[1]?.hash ?? '', 'c', { ...entry, action: 'x' }) } : entry,
      ),
    4,
  ],
])('names %s', (_, change, position) => expect(firstBroken('c', change(chain(5)))).toBe(position))

it('is another for another creator', () => expect(firstBroken('d', chain(1))).toBe(1))
