import { type AnswerOptions, type ModelServer, sendAnswer, sendJson, startLocalServer, streamAnswer, wordVector } from './local-server.js'

export interface OpenAiServerOptions extends AnswerOptions {
  models?: string[]
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
    const event = (value: object) => `data: ${JSON.stringify({ object: 'chat.completion.chunk', ...value })}\n\n`
    return streamAnswer({
      request,
      response,
      options,
      contentType: 'text/event-stream',
      frame: (piece) => event({ choices: [{ index: 0, delta: { content: piece }, finish_reason: null }] }),
      end: (pieces) =>
        event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }) +
        event({ choices: [], usage: { prompt_tokens: 100, completion_tokens: pieces.length, total_tokens: 100 + pieces.length } }) +
        'data: [DONE]\n\n',
      disturbed: { error: event({ error: { message: 'overloaded', type: 'overloaded_error' } }), malformed: 'data: {"choices":[\n\n' },
    })
  })
}
