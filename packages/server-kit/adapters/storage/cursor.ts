import { CoachError } from '@coachkit/contract'
import { validate } from 'uuid'
import type { Paged } from '../../ports/index.js'

/** An opaque cursor from the fields that place a row in its list. */
function encodeCursor(...fields: (string | number)[]): string {
  return Buffer.from(JSON.stringify(fields)).toString('base64url')
}

/** The fields of a cursor this list made; anything else is the caller's mistake. */
export function decodeCursor<Field extends string | number>(cursor: string, isField: (value: unknown) => value is Field): Field {
  const fields = parse(cursor)
  const field = fields[0]
  if (fields.length === 1 && isField(field)) return field
  throw new CoachError('VAL_001', { details: { cursor: 'not a cursor of this list' } })
}

/** Whether a field is a row's UUID. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && validate(value)
}

/** A page from up to one row more than it may hold: that one says that another page follows. `placeOf` is what places an item in its list. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  { limit, toItem, placeOf }: { limit: number; toItem(row: Row): Item; placeOf(item: Item): string | number },
): Paged<Item> {
  const items = rows.slice(0, limit).map((row) => toItem(row))
  const last = items.at(-1)
  return rows.length > limit && last !== undefined ? { items, nextCursor: encodeCursor(placeOf(last)) } : { items }
}

function parse(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
