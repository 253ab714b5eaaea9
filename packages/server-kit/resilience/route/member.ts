import { AdapterError, type GeneratePart, type GenerateRequest, type LanguageModel, type ModelEvent, type ModelState } from '../../ports/index.js'
import { type BreakerOptions, createBreaker } from '../circuit-breaker.js'
import { withPromptedTools } from '../prompted-tools/with-prompted-tools.js'
import { withBreaker } from '../with-breaker.js'
import { createThrottle, type ThrottleOptions, withThrottle } from '../with-throttle.js'
import { defaultModelLimits, type FirstWord, type ModelLimits, withTimeouts } from '../with-timeouts.js'
import { type CallRecord, createCallRecord } from './call-record.js'
import { faultOf } from './fault-of.js'

type Tell = (event: ModelEvent) => void

export interface RoutedModel {
  model: LanguageModel
  /** What creators call it; the model's id unless told. */
  name?: string
  /**
   * Its part of the conversations, beside the other weights: 95 and 5 is a canary, 50 and 50 a comparison. A conversation stays with
   * its model. A model without a weight, where others have one, takes over when they fail.
   */
  weight?: number
  /** On trial: taken out of use when it fails more often than the others, or is much slower. Put it last, so that raising its weight moves no conversation away from it. */
  canary?: boolean
  limits?: ModelLimits
  throttle?: ThrottleOptions
}
/** One of the models of a route, with what is known of it. */
export interface Member {
  name: string
  id: string
  /** As it was given. */
  model: LanguageModel
  capabilities: LanguageModel['capabilities']
  weight: number | undefined
  canary: boolean
  rolledBack: 'errors' | 'latency' | undefined
  record: CallRecord
  /** Milliseconds that its first word may take. */
  firstTokenMs: number
  stream(request: GenerateRequest, options: { signal: AbortSignal; first: FirstWord }): AsyncIterable<GeneratePart>
  /** Looks whether its server answers; returns why not. */
  probe(signal: AbortSignal): Promise<unknown>
  state(): Omit<ModelState, 'share'>
}

export function createMember(
  { model, name = model.id, weight, canary = false, limits, throttle: pace }: RoutedModel,
  { breaking, tell }: { breaking: BreakerOptions | undefined; tell: Tell },
): Member {
  const breaker = createBreaker(model.id, breaking, (state) => tell({ type: 'circuit', id: model.id, state }))
  const throttle = createThrottle(model.id, pace)
  const firstTokenMs = limits?.firstTokenMs ?? defaultModelLimits.firstTokenMs
  const guarded = (first: FirstWord) => withPromptedTools(withBreaker(withThrottle(withTimeouts(model, limits, first), throttle), {}, breaker))
  const record = createCallRecord()
  let status: ModelState['status']
  const member: Member = {
    name,
    id: model.id,
    model,
    capabilities: model.capabilities,
    weight,
    canary,
    rolledBack: undefined,
    record,
    firstTokenMs,
    stream: (request, { signal, first }) => recorded({ model: guarded(first), record, request, signal, tell }),
    async probe(signal) {
      const failure: unknown = await model.health({ signal }).then(
        () => undefined,
        (error: unknown) => error ?? new Error('The model is not well.'),
      )
      status = failure === undefined ? 'up' : 'down'
      return failure
    },
    state() {
      const { errorRate, firstTokenMs } = record.summary()
      return {
        name,
        id: model.id,
        circuit: breaker.state(),
        ...throttle.load(),
        errorRate,
        failures: record.failures(),
        ...(status ? { status } : {}),
        ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
        ...(member.rolledBack ? { rolledBack: member.rolledBack } : {}),
      }
    },
  }
  return member
}

interface Recorded {
  model: LanguageModel
  record: CallRecord
  request: GenerateRequest
  signal: AbortSignal
  tell: Tell
}

/** Notes how a call went, unless its reader left or nobody was asked. */
async function* recorded({ model, record, request, signal, tell }: Recorded): AsyncGenerator<GeneratePart> {
  const began = performance.now()
  let firstTokenMs: number | undefined
  const note = (fault?: ReturnType<typeof faultOf>) => {
    record.add({ fault, ...(firstTokenMs === undefined ? {} : { firstTokenMs }) })
    if (fault) tell({ type: 'failed', id: model.id, ...fault })
  }
  try {
    for await (const part of model.stream(request, { signal })) {
      if (part.type === 'text' || part.type === 'tool-call') firstTokenMs ??= Math.round(performance.now() - began)
      yield part
    }
    note(firstTokenMs === undefined ? { kind: 'model', reason: 'empty' } : undefined)
  } catch (error) {
    const asked = !(AdapterError.isInstance(error) && (error.code === 'resting' || error.code === 'crowded'))
    if (asked && !signal.aborted) note(faultOf(error))
    throw error
  }
}
