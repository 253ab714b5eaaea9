import { unlessAborted } from '../../domain/wait/unless-aborted.js'
import type { Logger } from '../../ports/index.js'
import type { CoachTool, ToolCaller, ToolContext } from './define-tool.js'
import type { ResultCache, ResultKey, ToolResult } from './result-cache.js'

export interface RunDeps {
  cache: ResultCache
  logger: Logger
}
/** `text` is for the model; `at`: when it was so, if that was not now. */
export type ToolOutcome = { ok: boolean; text: string; at?: Date }

const usualTimeoutMs = 10_000
/** Characters of a result; a model reads no more of one anyway. */
const longestResult = 4000

/** Runs one call. Rejects only when `signal` ends it: whatever else goes wrong is told to the model. */
export async function runTool(
  deps: RunDeps,
  { name, tool, input, caller, signal }: { name: string; tool: CoachTool; input: unknown; caller: ToolCaller; signal: AbortSignal },
): Promise<ToolOutcome> {
  const prepared = await tool.prepare(input)
  if ('problems' in prepared) return { ok: false, text: `The input does not fit: ${prepared.problems}.` }
  const key: ResultKey = {
    creatorId: caller.creatorId,
    sessionId: tool.sharedBy === 'creator' ? undefined : caller.principal.sessionId,
    language: caller.language,
    tool: name,
    input: prepared.input,
  }
  const known = tool.freshForSeconds === undefined ? undefined : deps.cache.find(key)
  if (known?.fresh) return told(known)
  try {
    const text = textOf(await within(prepared.run, { caller, signal, ms: tool.timeoutMs ?? usualTimeoutMs }))
    if (tool.freshForSeconds !== undefined) deps.cache.put(key, { text, freshForSeconds: tool.freshForSeconds })
    return { ok: true, text }
  } catch (error) {
    signal.throwIfAborted()
    // What it threw may hold what nobody else is to read.
    deps.logger.warn('tool.failed', { creatorId: caller.creatorId, tool: name, reason: error instanceof TooLate ? 'timeout' : 'threw' })
    if (known) return told(known)
    return { ok: false, text: error instanceof TooLate ? 'The tool took too long.' : 'The tool failed.' }
  }
}

function told({ text, at }: ToolResult): ToolOutcome {
  return { ok: true, text, at }
}

class TooLate extends Error {}

/** Ends also where the tool takes no notice of its signal. */
async function within(
  run: (context: ToolContext) => unknown,
  { caller, signal, ms }: { caller: ToolCaller; signal: AbortSignal; ms: number },
): Promise<unknown> {
  const late = new AbortController()
  const either = AbortSignal.any([signal, late.signal])
  const timer = setTimeout(() => late.abort(new TooLate()), ms)
  try {
    either.throwIfAborted()
    return await unlessAborted((async () => run({ ...caller, signal: either }))(), either)
  } finally {
    clearTimeout(timer)
  }
}

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  return text.length <= longestResult ? text : `${text.slice(0, longestResult)}… (cut)`
}
