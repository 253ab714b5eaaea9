import { AdapterError, type GeneratePart, type GenerateRequest, type LanguageModel } from '../../ports/index.js'
import { readCalls } from './read-calls.js'
import { inWords, repairRequest } from './tool-prompt.js'

/** How long a server may take to say whether its model calls tools by itself. */
const askMs = 3000

/** A model that is offered tools: by itself where it can, else with their description in words and its calls read out of its text. */
export function withPromptedTools(model: LanguageModel): LanguageModel {
  return { ...model, stream: (request, { signal }) => (request.tools ? withTools(model, request, signal) : model.stream(request, { signal })) }
}

async function* withTools(model: LanguageModel, request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GeneratePart> {
  if (model.capabilities.quotesOnly || (await callsByItself(model, signal))) return yield* model.stream(request, { signal })
  const asked = inWords(request)
  const read = readCalls(request)
  let usage: GeneratePart | undefined
  let finish: GeneratePart | undefined
  for await (const part of model.stream(asked, { signal })) {
    if (part.type === 'usage') usage = part
    else if (part.type === 'finish') finish = part
    else yield* read.take(part)
  }
  const broken = yield* read.end()
  if (broken !== undefined) usage = yield* repaired(model, { request, asked: repairRequest(asked, broken), usage }, signal)
  if (usage) yield usage
  if (finish) yield finish
}

interface Repair {
  request: GenerateRequest
  asked: GenerateRequest
  usage: GeneratePart | undefined
}

/** Asked once more for what it meant. Returns what both calls took. */
async function* repaired(model: LanguageModel, { request, asked, usage }: Repair, signal: AbortSignal): AsyncGenerator<GeneratePart, GeneratePart | undefined> {
  const read = readCalls(request)
  let took = usage
  for await (const part of model.stream(asked, { signal })) {
    if (part.type === 'usage') took = sum(usage, part)
    else if (part.type !== 'finish') yield* read.take(part)
  }
  if ((yield* read.end()) !== undefined)
    throw new AdapterError({ adapter: model.id, code: 'malformed', retryable: true, message: 'The model called a tool in a way that cannot be read.' })
  return took
}

function sum(first: GeneratePart | undefined, second: Extract<GeneratePart, { type: 'usage' }>): GeneratePart {
  if (first?.type !== 'usage') return second
  return {
    type: 'usage',
    promptTokens: first.promptTokens + second.promptTokens,
    completionTokens: first.completionTokens + second.completionTokens,
  }
}

/** A server that does not say so soon is asked in words: that works with any. */
async function callsByItself(model: LanguageModel, signal: AbortSignal): Promise<boolean> {
  if (model.capabilities.tools || !model.takesTools) return model.capabilities.tools
  const limit = AbortSignal.any([signal, AbortSignal.timeout(askMs)])
  return model.takesTools({ signal: limit }).catch(() => {
    signal.throwIfAborted()
    return false
  })
}
