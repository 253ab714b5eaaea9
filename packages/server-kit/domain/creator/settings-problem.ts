import { forbiddenKeys } from '../json/key-problem.js'

export type SettingsProblem = 'forbidden_key' | 'invalid_key' | 'too_deep' | 'too_big'

const deepest = 16

/** Why settings cannot be kept; `undefined` when they can. `maxBytes` counts them as JSON. */
export function settingsProblem(settings: Record<string, unknown>, maxBytes: number): SettingsProblem | undefined {
  // A list of what is still to be seen, for a call into each depth could be too many.
  const open: { value: unknown; depth: number }[] = [{ value: settings, depth: 1 }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next
    if (typeof value !== 'object' || value === null) continue
    if (depth > deepest) return 'too_deep'
    for (const [key, inner] of Object.entries(value)) {
      if (forbiddenKeys.has(key)) return 'forbidden_key'
      // PostgreSQL keeps neither NUL nor half a surrogate pair.
      if (/\0|\p{Surrogate}/u.test(key)) return 'invalid_key'
      open.push({ value: inner, depth: depth + 1 })
    }
  }
  return new TextEncoder().encode(JSON.stringify(settings)).length > maxBytes ? 'too_big' : undefined
}
