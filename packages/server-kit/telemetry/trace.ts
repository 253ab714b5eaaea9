import { AsyncLocalStorage } from 'node:async_hooks'
import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { version } from '../version.js'

/** Headers by which others know what a call belongs to: `x-request-id` and, where the host collects traces, W3C Trace Context. */
export type Carrier = Readonly<Record<string, string>>
/** Ids, counts and names; never text. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>

const requestIdHeader = 'x-request-id'
const requestIds = new AsyncLocalStorage<string | undefined>()

/** Runs a call that came in. A span that the host's own instrumentation began stays its parent. */
export function inRequest<Result>(carrier: Carrier, work: () => Result): Result {
  const parent = trace.getActiveSpan() ? context.active() : propagation.extract(context.active(), carrier)
  return requestIds.run(carrier[requestIdHeader], () => context.with(parent, work))
}

/** Runs what a call left behind for later: it belongs to that call, not to whatever woke it. */
export function resumed<Result>(carrier: Carrier, work: () => Result): Result {
  return requestIds.run(carrier[requestIdHeader], () => context.with(propagation.extract(ROOT_CONTEXT, carrier), work))
}

/** Times `work` as a part of what runs around it; a failure is noted by its code and goes on. Costs nothing to speak of where nobody collects traces. */
export function withSpan<Result>(name: string, attributes: SpanAttributes, work: () => Promise<Result>): Promise<Result> {
  const options = { attributes, kind: SpanKind.INTERNAL }
  return trace.getTracer('coachkit', version).startActiveSpan(name, options, async (span) => {
    try {
      return await work()
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: codeOf(error) })
      throw error
    } finally {
      span.end()
    }
  })
}

/** What is known of the running span only later. */
export function noteOnSpan(attributes: SpanAttributes): void {
  trace.getActiveSpan()?.setAttributes(attributes)
}

/** What is to travel with work that others do for this call. */
export function carrierNow(): Record<string, string> {
  const carrier: Record<string, string> = {}
  propagation.inject(context.active(), carrier)
  const requestId = requestIds.getStore()
  return requestId === undefined ? carrier : { ...carrier, [requestIdHeader]: requestId }
}

export function requestIdNow(): string | undefined {
  return requestIds.getStore()
}

/** Never the message: it may hold what people wrote. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
