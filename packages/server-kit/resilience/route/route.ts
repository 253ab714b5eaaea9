import { requestTokens } from '../../domain/tokens/estimate-tokens.js'
import { AdapterError, type GeneratePart, type GenerateRequest, type LanguageModel, type ModelEvent } from '../../ports/index.js'
import type { BreakerOptions } from '../circuit-breaker.js'
import { type RetryOptions, retried } from '../with-retries.js'
import type { FirstWord } from '../with-timeouts.js'
import { createMember, type Member, type RoutedModel } from './member.js'
import { placeOf } from './place-of.js'
import { type RollbackRule, rollbackOf } from './rollback.js'

export type { RoutedModel }
export interface RouteOptions {
  /** In the order in which they are asked when one fails before its first word. At least one. */
  models: readonly RoutedModel[]
  rollback?: Partial<RollbackRule>
  /** Told once, when a canary was taken out of use. */
  onRollback?(event: { name: string; id: string; reason: 'errors' | 'latency' }): void
  breaker?: BreakerOptions
  retries?: RetryOptions
  /** Milliseconds until the first word, whoever is asked and however often; 17 s unless told, or the longest `firstTokenMs` of its models. */
  firstWordMs?: number
}

/** With the time that the server of the last one has to say whether it is working, a hanging model is told of within 20 s. */
export const defaultFirstWordMs = 17_000

/**
 * One model over several. Each has limits, a throttle and a circuit of its own; a question goes to the model that its creator chose, else
 * to one by weight, and to the next while nothing of the answer was read. State is this process's own.
 */
export function route(options: RouteOptions): LanguageModel {
  const listeners: ((event: ModelEvent) => void)[] = []
  const tell = (event: ModelEvent) => {
    for (const listener of listeners) listener(event)
  }
  const members = options.models.map((routed) => createMember(routed, { breaking: options.breaker, tell }))
  const [first] = members
  if (!first) throw new AdapterError({ adapter: 'route', code: 'invalid', retryable: false, message: '`route` needs at least one model.' })
  if (new Set(members.map(({ name }) => name)).size < members.length)
    throw new AdapterError({ adapter: 'route', code: 'invalid', retryable: false, message: 'Two models of a `route` have the same name.' })
  const firstWordMs = options.firstWordMs ?? Math.max(defaultFirstWordMs, ...members.map(({ firstTokenMs }) => firstTokenMs))
  // What a model gets however long its reader has waited, and what those before it leave for it.
  const leastMs = firstWordMs / Math.max(3, members.length)
  const id = members.length === 1 ? first.id : `route:${members.map(({ name }) => name).join(',')}`
  const judge = (member: Member) => {
    const reason = rollbackOf(member, members, options.rollback)
    if (!reason) return
    member.rolledBack = reason
    options.onRollback?.({ name: member.name, id: member.id, reason })
    tell({ type: 'rolled-back', id: member.id, reason })
  }
  return {
    id,
    // A model may learn its window later.
    get capabilities() {
      return together(members)
    },
    stream(request, { signal }) {
      const by = performance.now() + Math.max(leastMs, firstWordMs - (request.routing?.waitedMs ?? 0))
      return retried(() => askInTurn({ id, members: orderFor(request, members), request, signal, judge, by, leastMs }), { ...options.retries, signal, by })
    },
    async health({ signal }) {
      const failures = await Promise.all(members.map((member) => member.probe(signal)))
      if (failures.every((failure) => failure !== undefined)) throw failures[0]
    },
    async warmUp({ signal }) {
      await Promise.allSettled(members.map(({ model }) => model.warmUp?.({ signal })))
    },
    watch: (listener) => void listeners.push(listener),
    states: () => {
      const shares = sharesOf(members)
      return members.map((member, at) => ({ ...member.state(), share: shares[at] ?? 0 }))
    },
  }
}

interface Asking {
  id: string
  members: Member[]
  request: GenerateRequest
  signal: AbortSignal
  judge(member: Member): void
  /** When the first word is due. */
  by: number
  leastMs: number
}

async function* askInTurn({ id, members, request, signal, judge, ...due }: Asking): AsyncGenerator<GeneratePart> {
  const failures: unknown[] = []
  for (const [at, member] of members.entries()) {
    const answer = { begun: false }
    try {
      yield* announced(member, answer, { request, signal, first: firstWordOf(members.slice(at + 1), due) })
      return
    } catch (error) {
      signal.throwIfAborted()
      // Another model must not say what one refused to say.
      if (answer.begun || (AdapterError.isInstance(error) && error.code === 'filtered')) throw error
      failures.push(error)
    } finally {
      judge(member)
    }
  }
  // What may pass says most about when to ask again.
  throw failures.find(mayPass) ?? failures[0] ?? unable(id)
}

/** A member's answer, with its id before the first text or call. Fails when there is neither. */
async function* announced(
  member: Member,
  answer: { begun: boolean },
  { request, ...how }: { request: GenerateRequest; signal: AbortSignal; first: FirstWord },
): AsyncGenerator<GeneratePart> {
  for await (const part of member.stream(request, how)) {
    if ((part.type === 'text' || part.type === 'tool-call') && !answer.begun) {
      answer.begun = true
      yield { type: 'model', id: member.id }
    }
    yield part
  }
  if (!answer.begun) throw new AdapterError({ adapter: member.id, code: 'empty', retryable: true, message: 'The model gave no text.' })
}

/** One that hangs leaves time for those that are asked after it; what quotes needs none. */
function firstWordOf(next: readonly Member[], { by, leastMs }: Pick<Asking, 'by' | 'leastMs'>): FirstWord {
  const after = next.filter(({ capabilities }) => !capabilities.quotesOnly).length
  return { by: by - after * leastMs, leastMs, last: next.length === 0 }
}

function mayPass(error: unknown): boolean {
  return AdapterError.isInstance(error) && error.retryable && error.code !== 'resting'
}

function unable(adapter: string): AdapterError {
  return new AdapterError({
    adapter,
    code: 'unable',
    retryable: false,
    message: 'None of the models can take this request: it is too long, or needs what they lack.',
  })
}

/** Who is asked, the first first. */
function orderFor(request: GenerateRequest, members: readonly Member[]): Member[] {
  const { conversationId, model, needs = {} } = request.routing ?? {}
  const tokens = requestTokens(request) + (request.maxTokens ?? 0)
  const able = members.filter(({ capabilities, rolledBack }) => {
    const knows = (!needs.tools || capabilities.tools) && (!needs.jsonSchema || capabilities.jsonSchema)
    return knows && !rolledBack && (capabilities.quotesOnly || tokens <= capabilities.contextTokens)
  })
  const first = able.find(({ name }) => name === model) ?? able[placeOf(conversationId ?? '', sharesOf(able))]
  return first ? [first, ...able.filter((member) => member !== first)] : able
}

/** Parts of all conversations, 0 to 1. Without any weight, the first model gets them all. */
function sharesOf(members: readonly Member[]): number[] {
  const weights = members.map(({ weight, rolledBack }) => (rolledBack ? 0 : (weight ?? 0)))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const first = members.findIndex(({ rolledBack }) => !rolledBack)
  return weights.map((weight, at) => (sum > 0 ? weight / sum : Number(at === first)))
}

/** What can be relied on: a request as long as the smallest model takes can go to any. */
function together(members: readonly Member[]): LanguageModel['capabilities'] {
  const all = members.map(({ capabilities }) => capabilities)
  const generating = all.filter(({ quotesOnly }) => !quotesOnly)
  return {
    tools: all.some(({ tools }) => tools),
    jsonSchema: all.some(({ jsonSchema }) => jsonSchema),
    contextTokens: Math.min(...(generating.length > 0 ? generating : all).map(({ contextTokens }) => contextTokens)),
    quotesOnly: generating.length === 0,
  }
}
