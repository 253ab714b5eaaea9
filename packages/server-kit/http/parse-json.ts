import { CoachError } from '@coachkit/contract'
import { keyProblem } from '../domain/json/key-problem.js'

/**
 * Reads a JSON body. Throws CoachError: VAL_004 when it is not JSON in UTF-8, VAL_001 for a key that could reach a prototype
 * or that an object has twice (readers before us may have taken the other one).
 */
export function parseJson(bytes: Uint8Array): unknown {
  let text: string
  let value: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    value = JSON.parse(text)
  } catch {
    throw new CoachError('VAL_004')
  }
  const problem = keyProblem(text)
  if (problem) throw refused(problem)
  return value
}

function refused(code: string): CoachError {
  return new CoachError('VAL_001', { details: { issues: [{ path: 'body', code }] } })
}
