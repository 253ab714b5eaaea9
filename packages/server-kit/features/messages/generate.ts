import { costOf, type Prices } from '../../domain/pricing/prices.js'
import { resultTokens } from '../../domain/prompt/index.js'
import { estimateTokens, requestTokens } from '../../domain/tokens/estimate-tokens.js'
import { AdapterError, type GenerateRequest, type LanguageModel, type ModelCall, type ModelMessage, type ToolCall } from '../../ports/index.js'
import { noteOnSpan, withSpan } from '../../telemetry/index.js'
import { mostRounds, type ToolTurn } from '../tools/index.js'
import type { Spending } from './exchange-quota.js'

/** Calls of one round; more are not heard. */
const mostInRound = 16
/** Characters of a call's input. */
const longestRemembered = 2000

/** One call of a model as it goes on, so that what it took is known however it ends. */
export interface Generation {
  request: GenerateRequest
  text: string
  /** The one that answers, as `adapter:model`. */
  model: string
  began: number
  firstTokenMs?: number
  /** As the model counted, for the request as it is now. */
  usage?: { promptTokens: number; completionTokens: number }
  /** What the requests before took, each with more results of calls than the one before; and where the text of this one begins. */
  earlier?: TokenCount & { text: number }
  /** It was written before: no model is called. */
  cached?: true
}

interface TokenCount {
  promptTokens: number
  completionTokens: number
  estimated: boolean
}

export function beginGeneration(request: GenerateRequest, languageModel: LanguageModel): Generation {
  return { request, text: '', model: languageModel.id, began: performance.now() }
}

/** Has the model write; `onText` gets each piece. Throws an AdapterError when there is nothing. */
export function generate(generation: Generation, call: Call): Promise<void> {
  // As OpenTelemetry names them: https://opentelemetry.io/docs/specs/semconv/gen-ai/.
  return withSpan('response generation', { 'gen_ai.request.model': generation.model }, async () => {
    await write(generation, call)
    const { promptTokens, completionTokens, estimated } = tokensOf(generation)
    noteOnSpan({
      'gen_ai.response.model': generation.model,
      ...(estimated ? {} : { 'gen_ai.usage.input_tokens': promptTokens, 'gen_ai.usage.output_tokens': completionTokens }),
    })
  })
}

interface Call {
  languageModel: LanguageModel
  signal: AbortSignal
  onText(text: string): unknown
  /** Runs what the model calls; without it, calls come to nothing. */
  tools?: Pick<ToolTurn, 'run'> | undefined
}

async function write(generation: Generation, call: Call): Promise<void> {
  for (let last = !call.tools; ; ) {
    const calls = await writeOn(generation, call)
    if (last || !call.tools || calls.length === 0) break
    const results = await call.tools.run(calls, call.signal)
    last = results.last
    goOn(generation, { calls, ...results })
  }
  if (!generation.text.trim()) throw new AdapterError({ adapter: generation.model, code: 'empty', retryable: true, message: 'The model gave no text.' })
}

/** One request. Returns what the model calls. */
async function writeOn(generation: Generation, { languageModel, signal, onText }: Call): Promise<ToolCall[]> {
  const calls: ToolCall[] = []
  // What was said before a call stands for itself.
  let gap = generation.text.trim() === '' ? '' : '\n\n'
  for await (const part of languageModel.stream(generation.request, { signal })) {
    if (part.type === 'model') generation.model = part.id
    if (part.type === 'usage') generation.usage = { promptTokens: part.promptTokens, completionTokens: part.completionTokens }
    if (part.type === 'tool-call' && calls.length < mostInRound) calls.push(callOf(part))
    if (part.type !== 'text') continue
    generation.firstTokenMs ??= Math.round(performance.now() - generation.began)
    const text = gap + part.text
    gap = ''
    generation.text += text
    onText(text)
  }
  signal.throwIfAborted()
  return calls
}

/** With a name as servers take it back. */
function callOf({ id, name, input }: ToolCall): ToolCall {
  return { id, name: name.replace(/[^\w-]/g, '_').slice(0, 64) || 'none', input }
}

/** Makes the request the next one: with what was called, and what came of it. */
function goOn(generation: Generation, { calls, messages, last }: { calls: ToolCall[]; messages: ModelMessage[]; last: boolean }): void {
  const { request, text, earlier } = generation
  const said = text.slice(earlier?.text ?? 0).trim()
  generation.earlier = { ...tokensOf(generation), text: text.length }
  delete generation.usage
  generation.request = {
    ...request,
    messages: [...request.messages, { role: 'assistant', content: said, toolCalls: calls.map(remembered) }, ...messages],
    ...(last ? { toolChoice: 'none' } : {}),
  }
}

/** What is longer than a call of use is not read by the model again. */
function remembered({ input, ...call }: ToolCall): ToolCall {
  const isShort = (JSON.stringify(input) ?? '').length <= longestRemembered
  return { ...call, input: isShort ? input : {} }
}

/** The model's own count, else an estimate of what it read and wrote; of all requests so far. */
function tokensOf({ request, text, usage, earlier }: Generation): TokenCount {
  const before = earlier ?? { promptTokens: 0, completionTokens: 0, estimated: false, text: 0 }
  const now = usage ?? { promptTokens: requestTokens(request), completionTokens: estimateTokens(text.slice(before.text)) }
  return {
    promptTokens: before.promptTokens + now.promptTokens,
    completionTokens: before.completionTokens + now.completionTokens,
    estimated: before.estimated || usage === undefined,
  }
}

/** What an answer took. A model that quotes takes nothing. */
export function tookOf(
  generation: Generation,
  { prices, quotesOnly }: { prices: Prices; quotesOnly: boolean },
): Omit<ModelCall, 'conversationId' | 'messageId' | 'purpose'> {
  const { model, firstTokenMs } = generation
  const quotes = quotesOnly || model === 'extractive'
  const { estimated, ...tokens } = quotes ? { promptTokens: 0, completionTokens: 0, estimated: false } : tokensOf(generation)
  const microUsd = costOf({ model, ...tokens }, prices)
  return {
    model,
    ...tokens,
    estimated,
    totalMs: Math.round(performance.now() - generation.began),
    ...(microUsd === undefined ? {} : { microUsd }),
    ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
  }
}

/** The most that an answer to a request can take, whichever of the models gives it, and however often it calls what it is offered. */
export function mostOf(request: GenerateRequest, { languageModel, prices }: { languageModel: LanguageModel; prices: Prices }): Spending {
  if (languageModel.capabilities.quotesOnly) return { exchanges: 1, tokens: 0, microUsd: 0 }
  const requests = request.tools ? mostRounds + 1 : 1
  const results = request.tools ? resultTokens(languageModel.capabilities.contextTokens) : 0
  const promptTokens = requests * requestTokens(request) + (requests - 1) * results
  const completionTokens = requests * (request.maxTokens ?? 0)
  const models = languageModel.states?.().map(({ id }) => id) ?? [languageModel.id]
  const costs = models.map((model) => costOf({ model, promptTokens, completionTokens }, prices) ?? 0)
  return { exchanges: 1, tokens: promptTokens + completionTokens, microUsd: Math.max(...costs) }
}
