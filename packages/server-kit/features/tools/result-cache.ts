import type { Clock } from '../../ports/index.js'

/** What a call brought, as text, and when. */
export interface ToolResult {
  text: string
  at: Date
}
export interface ResultCache {
  find(key: ResultKey): (ToolResult & { fresh: boolean }) | undefined
  put(key: ResultKey, result: { text: string; freshForSeconds: number }): void
}
/** Whose result it is, and of which call. */
export interface ResultKey {
  creatorId: string
  /** Absent: of all visitors of the creator. */
  sessionId: string | undefined
  /** A tool is told it, and may answer in it. */
  language: string
  tool: string
  input: unknown
}

/** Results of one creator; another's never push them out. */
const mostPerCreator = 500
const mostCreators = 1000
/** A result that is not fresh any more is kept for the day its source is away. */
const keptMs = 86_400_000

/** Results in this process's memory; the ones not asked for longest go first. */
export function createResultCache({ clock }: { clock: Clock }): ResultCache {
  const creators = new Map<string, Map<string, ToolResult & { freshUntil: number }>>()
  return {
    find(key) {
      const results = creators.get(key.creatorId)
      const name = nameOf(key)
      const found = results?.get(name)
      if (!results || !found) return undefined
      results.delete(name)
      const now = clock.now().getTime()
      if (now - found.at.getTime() > keptMs) return undefined
      results.set(name, found)
      return { text: found.text, at: found.at, fresh: now < found.freshUntil }
    },
    put(key, { text, freshForSeconds }) {
      const results = creators.get(key.creatorId) ?? new Map<string, ToolResult & { freshUntil: number }>()
      creators.delete(key.creatorId)
      creators.set(key.creatorId, results)
      const at = clock.now()
      results.delete(nameOf(key))
      results.set(nameOf(key), { text, at, freshUntil: at.getTime() + freshForSeconds * 1000 })
      shrink(results, mostPerCreator)
      shrink(creators, mostCreators)
    },
  }
}

function nameOf({ sessionId, language, tool, input }: ResultKey): string {
  return JSON.stringify([sessionId, language, tool, sorted(input)])
}

/** The same call, in whichever order the model named its fields. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  const entries = Object.entries(value).sort(([first], [second]) => (first < second ? -1 : 1))
  return entries.map(([name, part]) => [name, sorted(part)])
}

function shrink(map: Map<string, unknown>, most: number): void {
  for (const name of map.keys()) {
    if (map.size <= most) return
    map.delete(name)
  }
}
