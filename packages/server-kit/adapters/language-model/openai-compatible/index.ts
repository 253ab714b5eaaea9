import * as z from 'zod/mini'
import { AdapterError, type GeneratePart, type GenerateRequest, type LanguageModel } from '../../../ports/index.js'
import { windowOf } from '../window.js'
import { callEndpoint, type Endpoint, type Problem } from './call-endpoint.js'
import { createDialect, type Dialect } from './dialect.js'
import { type ServerSentData, serverSentData } from './server-sent-data.js'
import { createCallReader, requestTools, toolCallDelta, wireMessage } from './tool-calls.js'

const usualWindow = 32_000

const chunkSchema = z.object({
  choices: z.optional(
    z.array(
      z.object({
        delta: z.optional(z.object({ content: z.nullish(z.string()), tool_calls: z.nullish(z.array(toolCallDelta)) })),
        finish_reason: z.nullish(z.string()),
      }),
    ),
  ),
  usage: z.nullish(z.object({ prompt_tokens: z.number(), completion_tokens: z.number() })),
  error: z.optional(z.unknown()),
})

type Chunk = z.output<typeof chunkSchema>

/**
/**
 * Any endpoint that speaks OpenAI's chat completions: `baseUrl` ends before `/chat/completions`. `contextTokens` is the window of its
 * model, 32,000 unless told; prompts are kept within it. `tools`: the server takes `tools` for this model, which not every one does (vLLM
 * needs `--enable-auto-tool-choice`); default: they are described in words.
 */
export function openaiCompatible(options: { baseUrl: string; model: string; apiKey?: string; contextTokens?: number; tools?: boolean }): LanguageModel {
  const id = `openai-compatible:${options.model}`
  const endpoint: Endpoint = { id, baseUrl: options.baseUrl.replace(/\/$/, ''), apiKey: options.apiKey }
  const contextTokens = windowOf(id, options.contextTokens ?? usualWindow)
  const dialect = createDialect()
  return {
    id,
    capabilities: { tools: options.tools ?? false, jsonSchema: false, contextTokens, quotesOnly: false },
    stream: (request, { signal }) => stream({ endpoint, model: options.model, dialect, request, signal }),
    async health({ signal }) {
      await callEndpoint({ endpoint, path: '/models', signal })
    },
  }
}

interface StreamInput {
  endpoint: Endpoint
  model: string
  dialect: Dialect
  request: GenerateRequest
  signal: AbortSignal
}

async function* stream({ endpoint, model, dialect, request, signal }: StreamInput): AsyncGenerator<GeneratePart> {
  const body = () => ({
    model,
    stream: true,
    stream_options: { include_usage: true },
    messages: [{ role: 'system', content: request.system }, ...request.messages.map(wireMessage)],
    ...requestTools(request),
    ...(request.stop ? { stop: request.stop } : {}),
    ...dialect.settings(request),
  })
  const amend = (problem: Problem) => (dialect.learn(problem) ? body() : undefined)
  const response = await callEndpoint({ endpoint, path: '/chat/completions', signal, body: body(), amend })
  let finish: 'stop' | 'length' | 'other' | undefined
  let events = 0
  const calls = createCallReader(request)
  for await (const { data, whole } of readData(response, endpoint.id, signal)) {
    if (data === '[DONE]') {
      yield* calls.whole()
      yield { type: 'finish', reason: finish ?? 'stop' }
      return
    }
    const chunk = parseChunk(data, endpoint.id, whole)
    events += 1
    yield* partsOf(chunk)
    const pieces = chunk.choices?.[0]?.delta?.tool_calls ?? []
    calls.add(pieces)
    if (pieces.length > 0) yield { type: 'tool-input' }
    finish = finishOf(chunk, endpoint.id) ?? finish
  }
  // Some servers leave out [DONE]; a finish reason says as much.
  if (!finish) throw failure(endpoint.id, events > 0 ? 'cut' : 'empty')
  yield* calls.whole()
  yield { type: 'finish', reason: finish }
}

async function* readData(response: Response, id: string, signal: AbortSignal): AsyncGenerator<ServerSentData> {
  const type = response.headers.get('content-type') ?? 'text/event-stream'
  if (!response.body || /^(?:text\/html|application\/json)\b/i.test(type)) {
    await response.body?.cancel()
    throw failure(id, 'malformed')
  }
  try {
    yield* serverSentData(response.body)
  } catch (error) {
    signal.throwIfAborted()
    throw failure(id, error instanceof SyntaxError ? 'malformed' : 'cut', error)
  }
}

/** The last event, without the blank line that ends one, may be half of one. */
function parseChunk(data: string, id: string, whole: boolean): Chunk {
  let value: unknown
  try {
    value = JSON.parse(data)
  } catch (error) {
    throw failure(id, whole ? 'malformed' : 'cut', error)
  }
  const parsed = chunkSchema.safeParse(value)
  if (!parsed.success) throw failure(id, 'malformed')
  if (parsed.data.error !== undefined) throw failure(id, 'server_error')
  return parsed.data
}

function* partsOf({ choices, usage }: Chunk): Generator<GeneratePart> {
  const text = choices?.[0]?.delta?.content
  if (text) yield { type: 'text', text }
  if (usage) yield { type: 'usage', promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens }
}

function finishOf({ choices }: Chunk, id: string): 'stop' | 'length' | 'other' | undefined {
  const reason = choices?.[0]?.finish_reason
  if (!reason) return undefined
  if (reason === 'content_filter') throw failure(id, 'filtered')
  return reason === 'stop' || reason === 'length' ? reason : 'other'
}

const sentences = {
  cut: 'The model’s answer was cut off.',
  empty: 'The model server answered with nothing.',
  filtered: 'The model server’s filter stopped the answer.',
  malformed: 'The model server sent something that is not its protocol.',
  server_error: 'The model server failed while it was answering.',
}

function failure(adapter: string, code: keyof typeof sentences, cause?: unknown): AdapterError {
  return new AdapterError({ adapter, code, retryable: code !== 'filtered', message: sentences[code], cause })
}
