import { CoachError } from '@coachkit/contract'

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
  checkKeys(text)
  return value
}

const forbidden = new Set(['__proto__', 'constructor', 'prototype'])
/** The tokens of a text that is known to be JSON; numbers and words are passed over. */
const tokens = /"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|[{}]/g

function checkKeys(text: string): void {
  const open: Set<string>[] = []
  for (const [token, string, colon] of text.matchAll(tokens)) {
    if (token === '{') open.push(new Set())
    else if (token === '}') open.pop()
    else if (colon !== undefined) checkKey(JSON.parse(`"${string}"`) as string, open.at(-1))
  }
}

function checkKey(key: string, seen: Set<string> | undefined): void {
  if (forbidden.has(key)) throw refused('forbidden_key')
  if (seen?.has(key)) throw refused('duplicate_key')
  seen?.add(key)
}

function refused(code: string): CoachError {
  return new CoachError('VAL_001', { details: { issues: [{ path: 'body', code }] } })
}
