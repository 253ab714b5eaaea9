import { costOf, type Prices } from '../../domain/pricing/prices.js'
import { estimateTokens, requestTokens } from '../../domain/tokens/estimate-tokens.js'
import { AdapterError, type GenerateRequest, type LanguageModel, type ModelCall } from '../../ports/index.js'
import { noteOnSpan, withSpan } from '../../telemetry/index.js'
import type { Spending } from './exchange-quota.js'

/** One call of a model as it goes on, so that what it took is known however it ends. */
export interface Generation {
  request: GenerateRequest
  text: string
  /** The one that answers, as `adapter:model`. */
  model: string
  began: number
  firstTokenMs?: number
  /** As the model counted. */
  usage?: { promptTokens: number; completionTokens: number }
  /** It was written before: no model is called. */
  cached?: true
}

export function beginGeneration(request: GenerateRequest, languageModel: LanguageModel): Generation {
  return { request, text: '', model: languageModel.id, began: performance.now() }
}

/** Has the model write; `onText` gets each piece. Throws an AdapterError when there is nothing. */
export function generate(generation: Generation, call: Call): Promise<void> {
  // As OpenTelemetry names them: https://opentelemetry.io/docs/specs/semconv/gen-ai/.
  return withSpan('response generation', { 'gen_ai.request.model': generation.model }, async () => {
    await write(generation, call)
    const { model, usage } = generation
    noteOnSpan({
      'gen_ai.response.model': model,
      ...(usage ? { 'gen_ai.usage.input_tokens': usage.promptTokens, 'gen_ai.usage.output_tokens': usage.completionTokens } : {}),
    })
  })
}

interface Call {
  languageModel: LanguageModel
  signal: AbortSignal
  onText(text: string): void
}

async function write(generation: Generation, { languageModel, signal, onText }: Call): Promise<void> {
  for await (const part of languageModel.stream(generation.request, { signal })) {
    if (part.type === 'model') generation.model = part.id
    if (part.type === 'usage') generation.usage = { promptTokens: part.promptTokens, completionTokens: part.completionTokens }
    if (part.type !== 'text') continue
    generation.firstTokenMs ??= Math.round(performance.now() - generation.began)
    generation.text += part.text
    onText(part.text)
  }
  signal.throwIfAborted()
  if (!generation.text.trim()) throw new AdapterError({ adapter: generation.model, code: 'empty', retryable: true, message: 'The model gave no text.' })
}

/** What a call took: the model's own count, else an estimate of what it read and wrote. A model that quotes takes nothing. */
export function tookOf(
  generation: Generation,
  { prices, quotesOnly }: { prices: Prices; quotesOnly: boolean },
): Omit<ModelCall, 'conversationId' | 'messageId' | 'purpose'> {
  const { request, text, model, usage, firstTokenMs } = generation
  const none = { promptTokens: 0, completionTokens: 0 }
  const guessed = { promptTokens: requestTokens(request), completionTokens: estimateTokens(text) }
  const quotes = quotesOnly || model === 'extractive'
  const tokens = quotes ? none : (usage ?? guessed)
  const microUsd = costOf({ model, ...tokens }, prices)
  return {
    model,
    ...tokens,
    estimated: !quotes && usage === undefined,
    totalMs: Math.round(performance.now() - generation.began),
    ...(microUsd === undefined ? {} : { microUsd }),
    ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
  }
}

/** The most that an answer to a request can take, whichever of the models gives it. */
export function mostOf(request: GenerateRequest, { languageModel, prices }: { languageModel: LanguageModel; prices: Prices }): Spending {
  if (languageModel.capabilities.quotesOnly) return { exchanges: 1, tokens: 0, microUsd: 0 }
  const [promptTokens, completionTokens] = [requestTokens(request), request.maxTokens ?? 0]
  const models = languageModel.states?.().map(({ id }) => id) ?? [languageModel.id]
  const costs = models.map((model) => costOf({ model, promptTokens, completionTokens }, prices) ?? 0)
  return { exchanges: 1, tokens: promptTokens + completionTokens, microUsd: Math.max(...costs) }
}
