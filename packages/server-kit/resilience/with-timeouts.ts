import { AdapterError, type GeneratePart, type GenerateRequest, type LanguageModel } from '../ports/index.js'

export interface ModelLimits {
  /** Milliseconds until the first part, connecting included. */
  firstTokenMs?: number
  /** The same for a server that says it is getting at it: a small machine loads its model, or reads a long prompt, for a minute. */
  workingFirstTokenMs?: number
  /** Milliseconds between two parts. */
  betweenTokensMs?: number
  /** Milliseconds for the whole answer. */
  totalMs?: number
  /** Characters of the whole answer; what comes after is cut and the answer ends with `length`. */
  maxOutputChars?: number
}

export const defaultModelLimits = { firstTokenMs: 15_000, workingFirstTokenMs: 100_000, betweenTokensMs: 30_000, totalMs: 120_000, maxOutputChars: 20_000 }

/** A token is rarely longer on average, in characters: a server that takes no notice of the request's `maxTokens` is cut here. */
const charsPerToken = 8
/** How long a server may take to say whether it is working. */
export const askMs = 2000

/** How long the first word of a call may take, beside the model's own limit. */
export interface FirstWord {
  /** Of the clock of `performance.now()`. */
  by: number
  /** It gets so many milliseconds in any case, as when it waited long for a place. */
  leastMs: number
  /** Nobody else can be asked: a server that says it is getting at it is waited for. */
  last: boolean
}

/** A model that ends: no wait without a limit, no answer without an end. */
export function withTimeouts(
  model: LanguageModel,
  limits: ModelLimits = {},
  { by, leastMs, last }: FirstWord = { by: Number.POSITIVE_INFINITY, leastMs: 0, last: true },
): LanguageModel {
  const given = { ...defaultModelLimits, ...limits, ...(last ? {} : { workingFirstTokenMs: 0 }) }
  return {
    id: model.id,
    capabilities: model.capabilities,
    health: (options) => model.health(options),
    ...(model.takesTools ? { takesTools: model.takesTools } : {}),
    stream(request, { signal }) {
      const bounds = { ...given, firstTokenMs: Math.min(given.firstTokenMs, Math.max(leastMs, by - performance.now())) }
      return bounded({ model, request, signal, bounds })
    },
  }
}

async function* bounded(input: {
  model: LanguageModel
  request: GenerateRequest
  signal: AbortSignal
  bounds: typeof defaultModelLimits
}): AsyncGenerator<GeneratePart> {
  const { model, bounds } = input
  const late = new AbortController()
  const signal = AbortSignal.any([input.signal, late.signal])
  const parts = model.stream(input.request, { signal })[Symbol.asyncIterator]()
  const ends = performance.now() + bounds.totalMs
  let left = Math.min(bounds.maxOutputChars, (input.request.maxTokens ?? Number.POSITIVE_INFINITY) * charsPerToken)
  const part = (work: Promise<IteratorResult<GeneratePart>>, patience: number) =>
    within(work, { ms: Math.min(patience, ends - performance.now()), signal: input.signal, adapter: model.id })
  try {
    for (let first = true; ; first = false) {
      const next = first ? await firstPart({ model, bounds, signal, part, work: parts.next() }) : await part(parts.next(), bounds.betweenTokensMs)
      if (next.done) return
      if (next.value.type !== 'text') {
        yield next.value
        continue
      }
      const text = next.value.text.slice(0, left)
      left -= text.length
      if (text) yield { type: 'text', text }
      if (left > 0) continue
      yield { type: 'finish', reason: 'length' }
      return
    }
  } finally {
    // Ends the upstream call, whichever way this one ended.
    late.abort()
  }
}

interface FirstPart {
  model: LanguageModel
  bounds: typeof defaultModelLimits
  signal: AbortSignal
  work: Promise<IteratorResult<GeneratePart>>
  part(work: FirstPart['work'], patience: number): FirstPart['work']
}

/** A silent server gets little time; one that is getting at it, and goes on saying so, gets more. */
async function firstPart({ model, bounds, signal, work, part }: FirstPart): FirstPart['work'] {
  const began = performance.now()
  for (let patience = bounds.firstTokenMs; ; ) {
    try {
      return await part(work, patience)
    } catch (error) {
      const waitedMs = performance.now() - began
      const late = AdapterError.isInstance(error) && error.code === 'timeout'
      if (!late || waitedMs >= bounds.workingFirstTokenMs || !(await isWorking(model, { signal, waitedMs }))) throw error
      patience = Math.min(bounds.firstTokenMs, bounds.workingFirstTokenMs - waitedMs)
    }
  }
}

async function isWorking(model: LanguageModel, { signal, waitedMs }: { signal: AbortSignal; waitedMs: number }): Promise<boolean> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(askMs)])
  return (await model.isWorking?.({ signal: limit, waitedMs }).catch(() => false)) ?? false
}

async function within<Value>(work: Promise<Value>, limit: { ms: number; signal: AbortSignal; adapter: string }): Promise<Value> {
  // It may fail later than this ends, and nobody listens then.
  work.catch(() => undefined)
  limit.signal.throwIfAborted()
  let stop: (() => void) | undefined
  const end = new Promise<never>((_resolve, reject) => {
    const timeout = () => reject(new AdapterError({ adapter: limit.adapter, code: 'timeout', retryable: true, message: 'The model took too long.' }))
    const timer = setTimeout(timeout, Math.max(0, limit.ms))
    const onAbort = () => reject(limit.signal.reason)
    limit.signal.addEventListener('abort', onAbort, { once: true })
    stop = () => {
      clearTimeout(timer)
      limit.signal.removeEventListener('abort', onAbort)
    }
  })
  return Promise.race([work, end]).finally(stop)
}
