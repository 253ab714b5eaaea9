import { stringify, v5, validate } from 'uuid'
import { AdapterError } from '../../../ports/index.js'

/** One creator's vectors of one embedder, all of one length. */
export interface Indexed {
  creatorId: string
  embedderId: string
  dimensions: number
}

/** Numbers in a vector that an index takes. */
export const mostDimensions = 4000
const prefix = 'vectors_'

/** What marks their copies; a UUID, so that it can stand in a statement as it is. */
export function embedderKey({ creatorId, embedderId, dimensions }: Indexed): string {
  return v5(`${embedderId}\n${dimensions}`, creatorId)
}

/** A name without anything to quote. */
export function indexName(indexed: Indexed): string {
  return `${namesOf(indexed.creatorId)}${embedderKey(indexed).slice(0, 8)}`
}

/** How the names of a creator's indexes begin. */
export function namesOf(creatorId: string): string {
  return `${prefix}${creatorId.replaceAll('-', '')}_`
}

/** Whose an index is, by its name. */
export function creatorOf(name: string): string | undefined {
  const hex = name.startsWith(prefix) ? name.slice(prefix.length, prefix.length + 32) : ''
  return /^[0-9a-f]{32}$/.test(hex) ? stringify(Buffer.from(hex, 'hex')) : undefined
}

/**
 * The condition of its index. As literals, in the index and in each statement: a planner that learns the tenant from a parameter or from
 * the policy alone cannot tell that the index holds all of it.
 */
export function conditionOf(indexed: Indexed, table?: string): string {
  const { creatorId, dimensions } = indexed
  if (!validate(creatorId) || !Number.isInteger(dimensions)) {
    throw new AdapterError({ adapter: 'storage', code: 'invalid_scope', retryable: false, message: 'The tenant of a scope must be a UUID.' })
  }
  const of = table === undefined ? '' : `${table}.`
  return `${of}creator_id = '${creatorId}' and ${of}embedder_key = '${embedderKey(indexed)}'`
}
