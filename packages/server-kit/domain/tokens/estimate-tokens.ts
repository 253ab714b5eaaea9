import { estimateTokenCount } from 'tokenx'
import type { GenerateRequest } from '../../ports/index.js'

/** A heuristic errs by some per cent, and models count differently: what must fit is counted with a margin. */
const margin = 1.15
/** What a turn costs beside its text. */
const perTurn = 4

/** About how many tokens a text is, for models that do not say. */
export function estimateTokens(text: string): number {
  return estimateTokenCount(text)
}

/** The most that a request can be, in tokens, without its answer. */
export function requestTokens({ system, messages }: Pick<GenerateRequest, 'system' | 'messages'>): number {
  const texts = [system, ...messages.map(({ content }) => content)]
  return Math.ceil(margin * texts.reduce((sum, text) => sum + estimateTokens(text) + perTurn, 0))
}
