import type { Clock, Logger } from '../../ports/index.js'
import type { CoachTool, ToolCaller } from './define-tool.js'
import { createResultCache } from './result-cache.js'
import { createToolTurn, mostRounds, type ToolTurn, type ToolWatcher } from './tool-turn.js'

export { type CoachTool, defineTool, type ToolCaller, type ToolContext, type ToolDefinition, type ToolPrincipal } from './define-tool.js'
export { mostRounds, type ToolTurn }

/** What the host registered. */
export interface Toolbox {
  /** Whether it is worth asking who calls. */
  readonly empty: boolean
  /** Those that one answer may use; `undefined` where none is offered. */
  offer(input: { caller: ToolCaller; contextTokens: number; watcher: ToolWatcher }): ToolTurn | undefined
}

export function createToolbox({ tools, clock, logger }: { tools: Readonly<Record<string, CoachTool>>; clock: Clock; logger: Logger }): Toolbox {
  const deps = { cache: createResultCache({ clock }), logger }
  const all = Object.entries(tools)
  const isOffered = (name: string, tool: CoachTool, caller: ToolCaller) => {
    try {
      return tool.offeredTo?.(caller) ?? true
    } catch {
      logger.warn('tool.failed', { creatorId: caller.creatorId, tool: name, reason: 'offered_to' })
      return false
    }
  }
  return {
    empty: all.length === 0,
    offer({ caller, ...turn }) {
      const offered = new Map(all.filter(([name, tool]) => isOffered(name, tool, caller)))
      return offered.size === 0 ? undefined : createToolTurn(deps, { tools: offered, caller, ...turn })
    },
  }
}
