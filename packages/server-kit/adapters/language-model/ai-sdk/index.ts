import { AdapterError, type GeneratePart, type GenerateRequest, type LanguageModel, type ModelMessage } from '../../../ports/index.js'
import { carrierNow } from '../../../telemetry/index.js'
import { objectOf, parseInput } from '../call-input.js'
import { aiSdkError } from './ai-sdk-error.js'
import { type AiSdkMessage, type AiSdkModel, type AiSdkPart, streamPart } from './ai-sdk-model.js'

export interface AiSdkOptions {
  /** The model's window in tokens; 32,000 unless told, because its object does not say. */
  contextTokens?: number
  /** The model calls tools by itself. Default: they are described to it in words. */
  tools?: boolean
  jsonSchema?: boolean
  /** Looks whether the provider answers. Without it, the model counts as well until a call fails. */
  health?(options: { signal: AbortSignal }): Promise<void>
}

/**
 * A model of the Vercel AI SDK, as its provider packages make them: `aiSdk(createAnthropic({ apiKey })('claude-sonnet-4-5'))`.
 * Speaks versions 2 to 4 of its specification (AI SDK 5 to 7); the package `ai` itself is not needed.
 */
export function aiSdk(model: AiSdkModel, options: AiSdkOptions = {}): LanguageModel {
  const id = `ai-sdk:${model.modelId}`
  const { contextTokens = 32_000, tools = false, jsonSchema = false } = options
  return {
    id,
    capabilities: { tools, jsonSchema, contextTokens, quotesOnly: false },
    stream: (request, { signal }) => stream({ id, model, request, signal }),
    health: async ({ signal }) => options.health?.({ signal }),
  }
}

interface Call {
  id: string
  model: AiSdkModel
  request: GenerateRequest
  signal: AbortSignal
}

async function* stream({ id, model, request, signal }: Call): AsyncGenerator<GeneratePart> {
  signal.throwIfAborted()
  let finished = false
  try {
    const { stream: parts } = await model.doStream(callOf(request, signal))
    for await (const raw of ended(parts, signal)) {
      const part = streamPart.safeParse(raw)
      if (!part.success)
        throw new AdapterError({ adapter: id, code: 'malformed', retryable: true, message: 'The model’s provider sent what its specification does not know.' })
      if (part.data.type === 'error') throw part.data.error
      finished ||= part.data.type === 'finish'
      yield* partsOf(part.data, id)
    }
  } catch (error) {
    signal.throwIfAborted()
    throw aiSdkError(id, error)
  }
  signal.throwIfAborted()
  if (!finished) throw aiSdkError(id, undefined)
}

function callOf(request: GenerateRequest, signal: AbortSignal): Parameters<AiSdkModel['doStream']>[0] {
  const tools = request.tools?.map((tool) => ({ type: 'function' as const, ...tool }))
  return {
    prompt: [{ role: 'system', content: request.system }, ...request.messages.map(messageOf).reduce(together, [])],
    ...(tools ? { tools } : {}),
    ...(tools && request.toolChoice ? { toolChoice: { type: request.toolChoice } } : {}),
    abortSignal: signal,
    headers: carrierNow(),
    ...(request.maxTokens === undefined ? {} : { maxOutputTokens: request.maxTokens }),
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...(request.stop ? { stopSequences: request.stop } : {}),
  }
}

function messageOf(message: ModelMessage): AiSdkMessage {
  const text = { type: 'text' as const, text: message.content }
  if (message.role === 'user') return { role: 'user', content: [text] }
  if (message.role === 'tool') {
    const output = { type: 'text' as const, value: message.content }
    return { role: 'tool', content: [{ type: 'tool-result', toolCallId: message.callId, toolName: message.name, output }] }
  }
  const { toolCalls = [] } = message
  const calls = toolCalls.map(({ id, name, input }) => ({ type: 'tool-call' as const, toolCallId: id, toolName: name, input: objectOf(input) }))
  // Providers refuse a text without a word.
  return { role: 'assistant', content: calls.length > 0 && text.text === '' ? calls : [text, ...calls] }
}

/** Providers want what came of one turn's calls in one message. */
function together(messages: AiSdkMessage[], message: AiSdkMessage): AiSdkMessage[] {
  const last = messages.at(-1)
  if (last?.role !== 'tool' || message.role !== 'tool') return [...messages, message]
  return [...messages.slice(0, -1), { role: 'tool', content: [...last.content, ...message.content] }]
}

/** Its parts, until the signal: not every provider's stream listens to it once it has begun. */
async function* ended(parts: ReadableStream<unknown>, signal: AbortSignal): AsyncGenerator<unknown> {
  const reader = parts.getReader()
  const onAbort = () => void reader.cancel(signal.reason).catch(() => undefined)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    signal.removeEventListener('abort', onAbort)
    await reader.cancel().catch(() => undefined)
  }
}

function* partsOf(part: AiSdkPart, id: string): Generator<GeneratePart> {
  if (part.type === 'text-delta' && part.delta) yield { type: 'text', text: part.delta }
  if (part.type === 'tool-input-delta') yield { type: 'tool-input' }
  if (part.type === 'tool-call' && !part.providerExecuted) yield { type: 'tool-call', id: part.toolCallId, name: part.toolName, input: parseInput(part.input) }
  if (part.type !== 'finish') return
  const { finishReason, usage } = part
  const reason = typeof finishReason === 'string' ? finishReason : finishReason.unified
  const [promptTokens, completionTokens] = [usage?.inputTokens, usage?.outputTokens].map((count) => (typeof count === 'object' ? count?.total : count))
  if (promptTokens !== undefined && completionTokens !== undefined) yield { type: 'usage', promptTokens, completionTokens }
  if (reason === 'content-filter')
    throw new AdapterError({ adapter: id, code: 'filtered', retryable: false, message: 'The model server’s filter stopped the answer.' })
  if (reason === 'error' || reason === 'interrupted' || reason === 'unknown') throw aiSdkError(id, undefined)
  yield { type: 'finish', reason: reason === 'stop' || reason === 'length' ? reason : 'other' }
}
