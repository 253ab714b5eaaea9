import type { ServerResponse } from 'node:http'
import { type AnswerOptions, type ModelServer, type RecordedRequest, sendAnswer, sendJson, startLocalServer, streamAnswer, wordVector } from './local-server.js'

export interface OllamaServerOptions extends AnswerOptions {
  /** Names of the installed models; the first is the chat model. */
  models?: string[]
  /** Those of them that are in memory. */
  loaded?: string[]
  /** Whether they call tools; one that does not refuses a request with tools. */
  tools?: boolean
  /** Tokens that they were made for; not told unless given. */
  contextLength?: number
}

/** Ollama's HTTP protocol: `/api/tags`, `/api/ps`, `/api/version`, `/api/show`, `/api/chat` (NDJSON), `/api/embed`, `/api/generate` (loads a model). */
export function startOllamaServer(options: OllamaServerOptions = {}): Promise<ModelServer> {
  const models = options.models ?? ['test-chat']
  const listed = (names: string[]) => ({ models: names.map((name) => ({ name, model: name })) })
  const facts: Record<string, object> = {
    '/api/tags': listed(models),
    '/api/ps': listed(options.loaded ?? []),
    '/api/version': { version: '0.12.0' },
    '/api/show': {
      model_info: options.contextLength ? { 'general.architecture': 'llama', 'llama.context_length': options.contextLength } : {},
      capabilities: options.tools ? ['completion', 'tools'] : ['completion'],
    },
  }
  return startLocalServer((request, response) => {
    const fact = facts[request.path]
    if (fact) return sendJson(response, fact)
    const model = String(request.body.model)
    if (!models.includes(model)) return sendJson(response, { error: `model '${model}' not found` }, 404)
    if (request.path === '/api/embed') return embed({ model, request, response, options })
    // Without a prompt it only loads the model.
    if (request.path === '/api/generate') return sendJson(response, { model, response: '', done: true, done_reason: 'load' })
    if (request.path === '/api/chat') return chat({ model, request, response, options })
    return sendJson(response, { error: 'not found' }, 404)
  })
}

interface Asked {
  model: string
  request: RecordedRequest
  response: ServerResponse
  options: OllamaServerOptions
}

function embed({ model, request, response, options }: Asked): void {
  const texts = Array.isArray(request.body.input) ? request.body.input.map(String) : [String(request.body.input)]
  sendAnswer({ request, response, options, value: { model, embeddings: texts.map((text) => wordVector(text)) } })
}

async function chat({ model, request, response, options }: Asked): Promise<void> {
  if (request.body.tools && !options.tools) return sendJson(response, { error: `registry.ollama.ai/library/${model} does not support tools` }, 400)
  const line = (content: string, rest: object) =>
    `${JSON.stringify({ model, created_at: new Date().toISOString(), message: { role: 'assistant', content }, ...rest })}\n`
  return streamAnswer({
    request,
    response,
    options,
    contentType: 'application/x-ndjson',
    frame: (piece) => line(piece, { done: false }),
    frameCalls: (calls) => {
      const tool_calls = calls.map(({ name, input }) => ({ function: { name, arguments: input } }))
      return [`${JSON.stringify({ model, created_at: new Date().toISOString(), message: { role: 'assistant', content: '', tool_calls }, done: false })}\n`]
    },
    end: (pieces) => line('', { done: true, done_reason: 'stop', prompt_eval_count: 100, eval_count: pieces.length }),
    disturbed: { error: '{"error":"the runner has stopped"}\n', malformed: '{"message":\n' },
  })
}
