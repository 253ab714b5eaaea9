import { randomUUID } from 'node:crypto'
import { type AnswerOptions, type CallReply, type ModelServer, sendAnswer, sendJson, startLocalServer, streamAnswer, wordVector } from './local-server.js'

export interface OpenAiServerOptions extends AnswerOptions {
  models?: string[]
  /** Takes `max_completion_tokens` in place of `max_tokens`, and no temperature, as OpenAI's reasoning models do. */
  reasoning?: boolean
}

/** OpenAI's HTTP protocol: `/v1/models`, `/v1/chat/completions` (SSE), `/v1/embeddings`. `url` ends before `/v1`. */
export function startOpenAiServer(options: OpenAiServerOptions = {}): Promise<ModelServer> {
  const models = options.models ?? ['test-chat']
  return startLocalServer((request, response) => {
    if (request.path === '/v1/models') return sendJson(response, { object: 'list', data: models.map((id) => ({ id, object: 'model' })) })
    if (request.path === '/v1/embeddings') {
      const texts = Array.isArray(request.body.input) ? request.body.input.map(String) : [String(request.body.input)]
      const data = texts.map((text, index) => ({ object: 'embedding', index, embedding: wordVector(text) }))
      // The order is not promised; the index is.
      return sendAnswer({ request, response, options, value: { object: 'list', data: data.toReversed() } })
    }
    if (request.path !== '/v1/chat/completions') return sendJson(response, { error: { message: 'not found' } }, 404)
    const unsupported = options.reasoning && ['max_tokens', 'temperature'].find((param) => param in request.body)
    if (unsupported) return sendJson(response, { error: { message: `Unsupported: '${unsupported}'`, param: unsupported, code: codeOf(unsupported) } }, 400)
    const event = (value: object) => `data: ${JSON.stringify({ object: 'chat.completion.chunk', ...value })}\n\n`
    return streamAnswer({
      request,
      response,
      options,
      contentType: 'text/event-stream',
      frame: (piece) => event({ choices: [{ index: 0, delta: { content: piece }, finish_reason: null }] }),
      frameCalls: (calls) =>
        calls.flatMap((call, index) => callDeltas(call, index).map((delta) => event({ choices: [{ index: 0, delta, finish_reason: null }] }))),
      end: (pieces, calls) =>
        event({ choices: [{ index: 0, delta: {}, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' }] }) +
        event({ choices: [], usage: { prompt_tokens: 100, completion_tokens: pieces.length, total_tokens: 100 + pieces.length } }) +
        'data: [DONE]\n\n',
      disturbed: { error: event({ error: { message: 'overloaded', type: 'overloaded_error' } }), malformed: 'data: {"choices":[\n\n' },
    })
  })
}

/** The first piece names the call, the others go on with its arguments. */
function callDeltas({ name, input }: CallReply['calls'][number], index: number): object[] {
  const text = typeof input === 'string' ? input : JSON.stringify(input)
  const half = Math.ceil(text.length / 2)
  const piece = (part: object, id?: object) => ({ tool_calls: [{ index, ...id, function: part }] })
  return [
    piece({ name, arguments: '' }, { id: `call_${randomUUID()}`, type: 'function' }),
    ...[text.slice(0, half), text.slice(half)].map((part) => piece({ arguments: part })),
  ]
}

function codeOf(param: string): string {
  return param === 'temperature' ? 'unsupported_value' : 'unsupported_parameter'
}
