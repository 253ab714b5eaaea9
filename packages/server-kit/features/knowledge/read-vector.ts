import { CoachError, type QuestionVector as SentVector } from '@coachkit/contract'
import type { Embedder, QuestionVector } from '../../ports/index.js'

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

/**
 * A question's vector as its client sent it. Throws EMBEDDER_002 for one that does not fit the embedder. Where no client is to embed, it is
 * passed over: a page that was opened before the server changed can still ask.
 */
export function readQuestionVector(embedder: Embedder | undefined, sent: SentVector | undefined): QuestionVector | undefined {
  if (!embedder?.client || !sent) return undefined
  if (sent.model !== embedder.client.model) throw refused('model', { expected: embedder.client.model })
  return { embedderId: embedder.id, values: readVector(sent.values, embedder.client) }
}

function refused(reason: string, details: Record<string, string>): CoachError {
  return new CoachError('EMBEDDER_002', { details: { reason, ...details } })
}
