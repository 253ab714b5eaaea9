import { AdapterError } from '../../ports/index.js'

/** A server's numbers as unit vectors: as many as there were texts, all of one length, none broken. */
export function unitVectors(input: { adapter: string; rows: number[][]; count: number }): Float32Array[] {
  const { adapter, rows, count } = input
  const dimensions = rows[0]?.length ?? 0
  const malformed = rows.length !== count || dimensions === 0 || rows.some((row) => row.length !== dimensions)
  if (malformed)
    throw new AdapterError({ adapter, code: 'malformed', retryable: false, message: 'The embedder answered with vectors that do not fit the texts.' })
  return rows.map((row) => unit(adapter, Float32Array.from(row)))
}

function unit(adapter: string, vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  if (!Number.isFinite(length) || length === 0)
    throw new AdapterError({ adapter, code: 'malformed', retryable: false, message: 'The embedder answered with a vector that has no direction.' })
  return vector.map((value) => value / length)
}
