import { CoachError } from '@coachkit/contract'

/** An opaque cursor from the fields that place a row in its list. */
export function encodeCursor(...fields: (string | number)[]): string {
  return Buffer.from(JSON.stringify(fields)).toString('base64url')
}

/** The fields of a cursor this list made; anything else is the caller's mistake. */
export function decodeCursor<Field extends string | number>(cursor: string, isField: (value: unknown) => value is Field): Field {
  const fields = parse(cursor)
  const field = fields[0]
  if (fields.length === 1 && isField(field)) return field
  throw new CoachError('VAL_001', { details: { cursor: 'not a cursor of this list' } })
}

function parse(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
