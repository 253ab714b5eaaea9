import { randomUUID } from 'node:crypto'
import type { Message, Options, Tool } from 'ollama'
import * as z from 'zod/mini'
import type { GeneratePart, GenerateRequest, LanguageModel, ModelMessage } from '../../../ports/index.js'
import { objectOf } from '../call-input.js'
import { windowOf } from '../window.js'
import { clientOf, defaultUrl } from './client.js'
import { ollamaError } from './ollama-error.js'
import { createPace, type Pace } from './pace.js'
import { type ShownModel, shownModel } from './shown-model.js'

/** Every token of it takes memory, and a prompt of the kit has about half as many. */
const usualWindow = 8192
/** About 250 tokens. */
const page = 'The coach reads this page before anybody asks, to know how long a question may take. '.repeat(12)

/** Whole, in one line: https://ollama.com/blog/streaming-tool. */
const toolCall = z.object({ function: z.object({ name: z.string(), arguments: z.unknown() }) })
/** A line of `/api/chat`, as documented; more fields may come. */
const chatLine = z.object({
  message: z.optional(z.object({ content: z.optional(z.string()), tool_calls: z.optional(z.array(toolCall)) })),
  done: z.optional(z.boolean()),
  done_reason: z.optional(z.string()),
  prompt_eval_count: z.optional(z.number()),
  /** Nanoseconds, without those of loading the model. */
  prompt_eval_duration: z.optional(z.number()),
  eval_count: z.optional(z.number()),
})
/** The part of `/api/ps` that names the models in memory. */
const inMemory = z.object({ models: z.array(z.object({ name: z.string() })) })

interface Call {
  id: string
  host: string
  model: string
  pace: Pace
  window: { tokens: number }
  /** As its server told; a model stays what it is. */
  shown?: ShownModel
}

/**
 * A model served by Ollama at `url` (default `http://127.0.0.1:11434`), through its own client. It is loaded with a window of
 * `contextTokens` (8,192), or as many as it was made for where its server says that these are fewer. `tools`: whether it calls tools by
 * itself; its server is asked unless told.
 */
export function ollama(options: { model: string; url?: string; contextTokens?: number; tools?: boolean }): LanguageModel {
  const { model, url: host = defaultUrl } = options
  const id = `ollama:${model}`
  const window = { tokens: windowOf(id, options.contextTokens ?? usualWindow) }
  const call: Call = { id, host, model, pace: createPace(), window }
  return {
    id,
    capabilities: {
      get tools() {
        return options.tools ?? call.shown?.callsTools ?? false
      },
      jsonSchema: true,
      quotesOnly: false,
      get contextTokens() {
        return window.tokens
      },
    },
    stream: (request, { signal }) => stream(call, request, signal),
    async takesTools({ signal }) {
      return options.tools ?? (await ask(call, signal)).callsTools
    },
    async health({ signal }) {
      await clientOf({ ...call, signal })
        .list()
        .catch((error: unknown) => {
          throw ollamaError(call.id, error)
        })
      await learnWindow(call, signal)
    },
    warmUp: ({ signal }) => warmUp(call, signal),
    isWorking: async ({ signal, waitedMs }) => call.pace.mayBeOnItsWay(waitedMs) && isLoaded(call, signal),
  }
}

async function isLoaded({ id, host, model }: Call, signal: AbortSignal): Promise<boolean> {
  const { models } = inMemory.parse(await clientOf({ id, host, signal }).ps())
  return models.some(({ name }) => name === model || name === `${model}:latest`)
}

/** Loads the model, and has it read a page, so that it is known from the first question on how long a prompt may take on this machine. */
async function warmUp(call: Call, signal: AbortSignal): Promise<void> {
  const { id, host, model, pace } = call
  const client = clientOf({ id, host, signal })
  await learnWindow(call, signal)
  // Another window than that of the calls would have it loaded once more.
  const options = { num_ctx: call.window.tokens, num_predict: 1 }
  // What begins as an earlier prompt did is not read again.
  const prompt = `${randomUUID()} ${page}`
  const end = pace.begin(prompt.length, { loaded: await isLoaded(call, signal).catch(() => false) })
  try {
    // Without a prompt, Ollama only loads the model: https://docs.ollama.com/api/generate.
    await client.generate({ model, prompt: '', stream: false, options })
    pace.heard()
    const { prompt_eval_duration: reading } = chatLine.parse(await client.generate({ model, prompt, stream: false, options }))
    pace.heard()
    notePace(pace, { reading, characters: prompt.length })
  } catch (error) {
    throw ollamaError(id, error)
  } finally {
    end()
  }
}

/** What cannot be read is as the host said. */
async function learnWindow(call: Call, signal: AbortSignal): Promise<void> {
  const { longestWindow } = await ask(call, signal).catch(() => ({ longestWindow: undefined }))
  call.window.tokens = Math.min(call.window.tokens, longestWindow ?? call.window.tokens)
}

/** Its server, once. */
async function ask(call: Call, signal: AbortSignal): Promise<ShownModel> {
  call.shown ??= await shownModel(clientOf({ ...call, signal }), call.model).catch((error: unknown) => {
    throw ollamaError(call.id, error)
  })
  return call.shown
}

function notePace(pace: Pace, { reading, characters }: { reading: number | undefined; characters: number }): void {
  if (reading !== undefined) pace.read({ ms: reading / 1e6, characters })
}

async function* stream(call: Call, request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GeneratePart> {
  const { pace } = call
  const messages = [{ role: 'system', content: request.system }, ...request.messages.map(messageOf)]
  const characters = messages.reduce((sum, { content }) => sum + content.length, 0)
  const end = pace.begin(characters)
  let begun = false
  let calls = request.messages.filter(({ role }) => role === 'tool').length
  try {
    const lines = await clientOf({ ...call, signal }).chat({
      model: call.model,
      stream: true,
      messages,
      ...toolsOf(request),
      options: optionsOf(request, call.window.tokens),
    })
    begun = true
    for await (const raw of lines) {
      const line = chatLine.parse(raw)
      pace.heard()
      if (line.message?.content) yield { type: 'text', text: line.message.content }
      for (const { function: called } of line.message?.tool_calls ?? []) {
        calls += 1
        yield { type: 'tool-call', id: `call_${calls}`, name: called.name, input: called.arguments }
      }
      if (!line.done) continue
      notePace(pace, { reading: line.prompt_eval_duration, characters })
      yield { type: 'usage', promptTokens: line.prompt_eval_count ?? 0, completionTokens: line.eval_count ?? 0 }
      yield { type: 'finish', reason: line.done_reason === 'length' ? 'length' : 'stop' }
    }
  } catch (error) {
    signal.throwIfAborted()
    throw ollamaError(call.id, error, { begun })
  } finally {
    end()
  }
  signal.throwIfAborted()
}

function optionsOf({ maxTokens, stop, temperature }: GenerateRequest, window: number): Partial<Options> {
  return {
    num_ctx: window,
    num_predict: maxTokens ?? -1,
    ...(stop ? { stop } : {}),
    ...(temperature === undefined ? {} : { temperature }),
  }
}

/** It has no word for «no more calls»: without tools there is nothing to call. */
function toolsOf({ tools, toolChoice }: GenerateRequest): { tools?: Tool[] } {
  if (!tools || toolChoice === 'none') return {}
  return { tools: tools.map(({ name, description, inputSchema }) => ({ type: 'function', function: { name, description, parameters: inputSchema } })) }
}

function messageOf(message: ModelMessage): Message {
  if (message.role === 'tool') return { role: 'tool', tool_name: message.name, content: message.content }
  if (message.role === 'user' || !message.toolCalls) return { role: message.role, content: message.content }
  const called = message.toolCalls.map(({ name, input }) => ({ function: { name, arguments: objectOf(input) } }))
  return { role: 'assistant', content: message.content, tool_calls: called }
}
