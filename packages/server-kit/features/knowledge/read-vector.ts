import { CoachError } from '@coachkit/contract'

/** Rounding to 32 bits stays well within. */
const tolerance = 1e-3

/** A client's vector, base64 of little-endian 32-bit floats. Throws EMBEDDER_002 unless it is as long as it must be and its length is one. */
export function readVector(text: string, { dimensions }: { dimensions: number }): Float32Array {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length !== dimensions * 4) throw refused('dimensions', { expected: String(dimensions) })
  const vector = Float32Array.from({ length: dimensions }, (_, at) => bytes.readFloatLE(at * 4))
  const length = Math.hypot(...vector)
  if (!(Math.abs(length - 1) <= tolerance)) throw refused('norm', { expected: '1' })
  return vector
}

function refused(reason: string, details: Record<string, string>): CoachError {
  return new CoachError('EMBEDDER_002', { details: { reason, ...details } })
}
