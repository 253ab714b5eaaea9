import * as z from 'zod/mini'
import type { GeneratePart, GenerateRequest, LanguageModel } from '../../../ports/index.js'
import { clientOf, defaultUrl } from './client.js'
import { ollamaError } from './ollama-error.js'

const contextTokens = 8192

/** A line of `/api/chat`, as documented; more fields may come. */
const chatLine = z.object({
  message: z.optional(z.object({ content: z.optional(z.string()) })),
  done: z.optional(z.boolean()),
  done_reason: z.optional(z.string()),
  prompt_eval_count: z.optional(z.number()),
  eval_count: z.optional(z.number()),
})
/** The part of `/api/ps` that names the models in memory. */
const loaded = z.object({ models: z.array(z.object({ name: z.string() })) })

interface Call {
  id: string
  host: string
  model: string
}

/** A model served by Ollama at `url` (default `http://127.0.0.1:11434`), through its own client. */
export function ollama(options: { model: string; url?: string }): LanguageModel {
  const call: Call = { id: `ollama:${options.model}`, host: options.url ?? defaultUrl, model: options.model }
  return {
    id: call.id,
    capabilities: { tools: false, jsonSchema: true, contextTokens, quotesOnly: false },
    stream: (request, { signal }) => stream(call, request, signal),
    async health({ signal }) {
      await clientOf({ ...call, signal })
        .list()
        .catch((error: unknown) => {
          throw ollamaError(call.id, error)
        })
    },
    async warmUp({ signal }) {
      // Without a prompt, Ollama only loads the model: https://docs.ollama.com/api/generate.
      await clientOf({ ...call, signal })
        .generate({ model: call.model, prompt: '', stream: false })
        .catch((error: unknown) => {
          throw ollamaError(call.id, error)
        })
    },
    async isWorking({ signal }) {
      const { models } = loaded.parse(await clientOf({ ...call, signal }).ps())
      return models.some(({ name }) => name === call.model || name === `${call.model}:latest`)
    },
  }
}

async function* stream(call: Call, request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GeneratePart> {
  let begun = false
  try {
    const lines = await clientOf({ ...call, signal }).chat({
      model: call.model,
      stream: true,
      messages: [{ role: 'system', content: request.system }, ...request.messages],
      options: {
        num_ctx: contextTokens,
        num_predict: request.maxTokens ?? -1,
        ...(request.stop ? { stop: request.stop } : {}),
        ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
      },
    })
    begun = true
    for await (const raw of lines) {
      const line = chatLine.parse(raw)
      if (line.message?.content) yield { type: 'text', text: line.message.content }
      if (!line.done) continue
      yield { type: 'usage', promptTokens: line.prompt_eval_count ?? 0, completionTokens: line.eval_count ?? 0 }
      yield { type: 'finish', reason: line.done_reason === 'length' ? 'length' : 'stop' }
    }
  } catch (error) {
    signal.throwIfAborted()
    throw ollamaError(call.id, error, { begun })
  }
  signal.throwIfAborted()
}
