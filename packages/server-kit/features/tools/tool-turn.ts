import { fenceResult, resultTokens } from '../../domain/prompt/index.js'
import type { ModelMessage, ToolCall, ToolDescription } from '../../ports/index.js'
import type { CoachTool, ToolCaller } from './define-tool.js'
import { type RunDeps, runTool, type ToolOutcome } from './run-tool.js'

/** What calls did to one answer so far. */
export interface ToolTurn {
  descriptions: ToolDescription[]
  /** Runs the calls of one round, all at once. `last`: the model is to answer now. Rejects when `signal` ends it. */
  run(calls: readonly ToolCall[], signal: AbortSignal): Promise<{ messages: ModelMessage[]; last: boolean }>
}
/** Told of calls that are made; nobody hears of those that are refused. */
export interface ToolWatcher {
  started(call: { callId: string; name: string; label?: string }): void
  finished(call: { callId: string; name: string; ok: boolean }): void
}

export const mostRounds = 4
const mostCalls = 6
/** Characters that stand for a token in JSON, at least. */
const charactersPerToken = 2
const noMore = 'No more calls can be made for this answer. Answer with what there is.'

/** The tools that are offered for one answer, with the bounds of its turn. */
export function createToolTurn(
  deps: RunDeps,
  { tools, caller, contextTokens, watcher }: { tools: ReadonlyMap<string, CoachTool>; caller: ToolCaller; contextTokens: number; watcher: ToolWatcher },
): ToolTurn {
  let [rounds, calls] = [0, 0]
  let charactersLeft = resultTokens(contextTokens) * charactersPerToken

  const answer = async (call: ToolCall, signal: AbortSignal): Promise<ToolOutcome> => {
    const tool = tools.get(call.name)
    if (!tool) return { ok: false, text: 'There is no such tool.' }
    calls += 1
    if (calls > mostCalls) return { ok: false, text: 'Not called: there were too many calls.' }
    const { name } = call
    const callId = call.id.slice(0, 64)
    const label = tool.label?.[caller.language] ?? tool.label?.en
    watcher.started({ callId, name, ...(label === undefined ? {} : { label }) })
    let ok = false
    try {
      const outcome = await runTool(deps, { name, tool, input: call.input, caller, signal })
      ok = outcome.ok
      return outcome
    } finally {
      watcher.finished({ callId, name, ok })
    }
  }
  const messageOf = ({ id, name }: ToolCall, { text, at }: ToolOutcome): ModelMessage => {
    const shown = text.length <= charactersLeft ? text : `${text.slice(0, charactersLeft)}… (cut)`
    charactersLeft = Math.max(0, charactersLeft - shown.length)
    // A name that no tool has is the model's own text.
    const fenced = fenceResult({ name: tools.has(name) ? name : 'unknown', text: shown, asOf: at?.toISOString() })
    return { role: 'tool', callId: id, name, content: fenced }
  }
  const lastOf = (message: ModelMessage, at: number, { length }: ModelMessage[]) =>
    at === length - 1 ? { ...message, content: `${message.content}\n\n${noMore}` } : message
  return {
    descriptions: [...tools].map(([name, { description, inputSchema }]) => ({ name, description, inputSchema })),
    async run(asked, signal) {
      rounds += 1
      const outcomes = await Promise.all(asked.map((call) => answer(call, signal)))
      const messages = asked.map((call, at) => messageOf(call, outcomes[at] ?? { ok: false, text: 'Not called.' }))
      const last = rounds >= mostRounds || calls >= mostCalls
      return { messages: last ? messages.map(lastOf) : messages, last }
    },
  }
}
