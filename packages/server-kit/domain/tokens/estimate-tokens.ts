import { estimateTokenCount } from 'tokenx'
import type { GenerateRequest, ModelMessage } from '../../ports/index.js'

/** A heuristic errs by some per cent, and models count differently: what must fit is counted with a margin. */
const margin = 1.15
/** What a turn costs beside its text. */
const perTurn = 4

/** About how many tokens a text is, for models that do not say. */
export function estimateTokens(text: string): number {
  return estimateTokenCount(text)
}

/** The most that a request can be, in tokens, without its answer. */
export function requestTokens({ system, messages, tools = [] }: Pick<GenerateRequest, 'system' | 'messages' | 'tools'>): number {
  const texts = [system, ...messages.map(textOf), ...tools.map((tool) => JSON.stringify(tool))]
  return Math.ceil(margin * texts.reduce((sum, text) => sum + estimateTokens(text) + perTurn, 0))
}

function textOf(message: ModelMessage): string {
  return message.role === 'assistant' && message.toolCalls ? message.content + JSON.stringify(message.toolCalls) : message.content
}
