import { createHash } from 'node:crypto'
import { placeOf } from '../../domain/limits/rules-problem.js'
import type { RateLimitRule } from '../../ports/index.js'

/** What a shared store knows of a rule: short, whatever the key is, and neither an address nor an account name in plain words. */
export function storedKey(rule: RateLimitRule): string {
  return createHash('sha256').update(placeOf(rule)).digest('base64url')
}
