import * as z from 'zod/mini'
import type { GeneratePart, GenerateRequest, ModelMessage } from '../../../ports/index.js'
import { addInput, objectOf, parseInput } from '../call-input.js'

/** A piece of a call: the first of an index names it, the others go on with its arguments. Source: OpenAI's `chat.completion.chunk`. */
export const toolCallDelta = z.object({
  index: z.optional(z.number()),
  id: z.nullish(z.string()),
  function: z.optional(z.object({ name: z.nullish(z.string()), arguments: z.nullish(z.string()) })),
})
type Delta = z.output<typeof toolCallDelta>

/** One answer calls no more often than that, whatever comes. */
const mostCalls = 32

/** Puts the calls of one answer together. Some servers give every call the index 0 and tell them apart by their ids. */
export function createCallReader({ messages }: GenerateRequest) {
  const earlier = messages.filter(({ role }) => role === 'tool').length
  const calls: { index: number; id: string; name: string; text: string }[] = []
  const callOf = ({ index = 0, id }: Delta) => {
    const known = calls.findLast((call) => call.index === index && (!id || !call.id || call.id === id))
    if (known || calls.length === mostCalls) return known
    const call = { index, id: '', name: '', text: '' }
    calls.push(call)
    return call
  }
  return {
    add(deltas: readonly Delta[]): void {
      for (const delta of deltas) {
        const call = callOf(delta)
        if (!call) continue
        call.id ||= delta.id ?? ''
        call.name ||= delta.function?.name ?? ''
        call.text = addInput(call.text, delta.function?.arguments ?? '')
      }
    },
    *whole(): Generator<GeneratePart> {
      for (const [at, { id, name, text }] of calls.entries()) yield { type: 'tool-call', id: id || `call_${earlier + at + 1}`, name, input: parseInput(text) }
    },
  }
}

/** `tool_choice` without `tools` is refused. */
export function requestTools({ tools, toolChoice }: GenerateRequest): object {
  if (!tools) return {}
  return {
    tools: tools.map(({ name, description, inputSchema }) => ({ type: 'function', function: { name, description, parameters: inputSchema } })),
    ...(toolChoice ? { tool_choice: toolChoice } : {}),
  }
}

export function wireMessage(message: ModelMessage): object {
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.callId, content: message.content }
  if (message.role === 'user' || !message.toolCalls) return { role: message.role, content: message.content }
  const called = message.toolCalls.map(({ id, name, input }) => ({ id, type: 'function', function: { name, arguments: JSON.stringify(objectOf(input)) } }))
  return { role: 'assistant', content: message.content, tool_calls: called }
}
