import * as z from 'zod/mini'

interface TextPart {
  type: 'text'
  text: string
}
interface ToolPart<Type extends string> {
  type: Type
  toolCallId: string
  toolName: string
}
export type AiSdkMessage =
  | { role: 'system'; content: string }
  | { role: 'user'; content: TextPart[] }
  | { role: 'assistant'; content: (TextPart | (ToolPart<'tool-call'> & { input: unknown }))[] }
  | { role: 'tool'; content: (ToolPart<'tool-result'> & { output: { type: 'text'; value: string } })[] }

/** What is used of a model object of the AI SDK; its versions 2, 3 and 4 agree on it. Source: `LanguageModelV2` to `V4` of `@ai-sdk/provider`. */
export interface AiSdkModel {
  readonly specificationVersion: string
  readonly modelId: string
  doStream(call: {
    prompt: AiSdkMessage[]
    tools?: { type: 'function'; name: string; description: string; inputSchema: Record<string, unknown> }[]
    toolChoice?: { type: 'none' }
    abortSignal: AbortSignal
    headers: Record<string, string>
    maxOutputTokens?: number
    temperature?: number
    stopSequences?: string[]
  }): PromiseLike<{ stream: ReadableStream<unknown> }>
}

/** A count, or from version 3 on an object with its parts. */
const count = z.nullish(z.union([z.number(), z.object({ total: z.optional(z.number()) })]))

/** The parts that matter here; the specification has more, which are passed over. */
export const streamPart = z.union([
  z.object({ type: z.literal('text-delta'), delta: z.string() }),
  z.object({ type: z.literal('tool-input-delta') }),
  /** `providerExecuted`: the provider called it itself, and goes on by itself. */
  z.object({
    type: z.literal('tool-call'),
    toolCallId: z.string(),
    toolName: z.string(),
    input: z.string(),
    providerExecuted: z.nullish(z.boolean()),
  }),
  z.object({
    type: z.literal('finish'),
    finishReason: z.union([z.string(), z.object({ unified: z.string() })]),
    usage: z.optional(z.object({ inputTokens: count, outputTokens: count })),
  }),
  z.object({ type: z.literal('error'), error: z.unknown() }),
  z.pipe(
    z.object({ type: z.string().check(z.regex(/^(?!(?:text-delta|tool-input-delta|tool-call|finish|error)$)/)) }),
    z.transform(() => ({ type: 'else' as const })),
  ),
])
export type AiSdkPart = z.output<typeof streamPart>
