import { AdapterError, type ModelFault } from '../../ports/index.js'

const kinds = new Map<string, ModelFault>([
  ...of('input', 'refused', 'filtered', 'unable', 'too_long'),
  ...of('model', 'server_error', 'malformed', 'empty', 'not_found'),
])

/** Whose fault a failed call was: what was asked, the model, or (everything else) the way to it. */
export function faultOf(error: unknown): { kind: ModelFault; reason: string } {
  if (!AdapterError.isInstance(error)) return { kind: 'model', reason: 'unexpected' }
  return { kind: kinds.get(error.code) ?? 'infrastructure', reason: error.code }
}

function of(kind: ModelFault, ...codes: string[]): [string, ModelFault][] {
  return codes.map((code) => [code, kind])
}
