import { setTimeout as wait } from 'node:timers/promises'
import { routes } from '@coachkit/contract'
import { context, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ollamaEmbedder } from '../adapters/embedder/ollama/index.js'
import { ollama } from '../adapters/language-model/ollama/index.js'
import { jsonLogger } from '../adapters/logger/index.js'
import { startTestServer, type TestServer } from '../testing/__fixtures__/test-server.js'
import { startOllamaServer } from '../testing/model-servers/index.js'

const exporter = new InMemorySpanExporter()
const lines: Record<string, unknown>[] = []
let model: Awaited<ReturnType<typeof startOllamaServer>>
let coach: TestServer
beforeAll(async () => {
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }))
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  model = await startOllamaServer({ models: ['test-chat', 'test-embed'], reply: () => 'La sesión cuesta 90 euros [1].' })
  coach = await startTestServer({
    languageModel: ollama({ model: 'test-chat', url: model.url }),
    embedder: ollamaEmbedder({ model: 'test-embed', url: model.url }),
    logger: jsonLogger({ write: (line) => void lines.push(JSON.parse(line)) }),
  })
})
afterAll(async () => {
  await coach.close()
  await model.close()
  trace.disable()
  context.disable()
  propagation.disable()
})

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const parentId = '00f067aa0ba902b7'

it('a question is one trace from the caller through its job, the search and the models, and one request id', async () => {
  expect((await coach.ingest(new File(['La sesión de pareja cuesta 90 euros y dura una hora.'], 'precios.md'))).status).toBe('ready')
  const vectors = () => coach.call(routes.knowledge.embeddings, { token: coach.key })
  await expect.poll(vectors, { timeout: 20_000 }).toMatchObject({ status: 'complete' })
  const { token, conversationId } = await coach.visitor()
  model.requests.length = 0
  exporter.reset()
  const requestId = 'pregunta-0001'
  const sent = await coach.request(`/v1/conversations/${conversationId}/messages`, {
    method: 'POST',
    token,
    headers: { 'content-type': 'application/json', 'x-request-id': requestId, traceparent: `00-${traceId}-${parentId}-01` },
    body: JSON.stringify({ clientMessageId: crypto.randomUUID(), text: '¿Cuánto cuesta la sesión de pareja?' }),
  })
  expect(sent.headers.get('x-request-id')).toBe(requestId)
  await answered({ token, conversationId })
  const asked = model.requests.filter(({ path }) => ['/api/chat', '/api/embed'].includes(path))
  expect(asked.map(({ path }) => path)).toEqual(['/api/embed', '/api/chat'])
  for (const { headers } of asked) {
    expect(headers['x-request-id']).toBe(requestId)
    expect(headers.traceparent).toMatch(new RegExp(`^00-${traceId}-[\\da-f]{16}-01$`))
  }
  await expect.poll(() => exporter.getFinishedSpans().some(({ name }) => name === 'job answer')).toBe(true)
  const spans = exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === traceId)
  const parentOf = (name: string) => spans.find(({ name: other }) => other === name)?.parentSpanContext?.spanId
  const idOf = (name: string) => spans.find(({ name: other }) => other === name)?.spanContext().spanId
  expect(parentOf('route messages.send')).toBe(parentId)
  expect(parentOf('job answer')).toBe(idOf('route messages.send'))
  expect(parentOf('knowledge search')).toBe(idOf('job answer'))
  expect(parentOf('embedding generation')).toBe(idOf('knowledge search'))
  expect(parentOf('response generation')).toBe(idOf('job answer'))
  // Ids, counts and names; what people wrote stays inside.
  expect(JSON.stringify(spans.map(({ attributes, status, events }) => [attributes, status, events]))).not.toMatch(/pareja|euros/)
})

it('a document is read in the trace of its upload, and what is logged names the call', async () => {
  exporter.reset()
  const requestId = 'subida-0001'
  const form = new FormData()
  form.set('file', new File([Uint8Array.of(0x25, 0x50, 0x44, 0x46, 0x2d, 0x31, 0x2e, 0x34, 0x0a)], 'rota.pdf'))
  const uploaded = await coach.request('/v1/creators/knowledge/upload', {
    method: 'POST',
    token: coach.key,
    headers: { 'x-request-id': requestId },
    body: form,
  })
  expect(uploaded.status).toBe(201)
  await expect.poll(() => lines.find(({ event }) => event === 'document.failed'), { timeout: 20_000 }).toMatchObject({ requestId })
  const names = () => exporter.getFinishedSpans().map(({ name }) => name)
  await expect.poll(names).toContain('job ingest')
  expect(
    new Set(
      exporter
        .getFinishedSpans()
        .filter(({ name }) => /upload|job ingest|parsing/.test(name))
        .map((span) => span.spanContext().traceId),
    ).size,
  ).toBe(1)
})

async function answered({ token, conversationId }: { token: string; conversationId: string }): Promise<void> {
  for (;;) {
    const { items } = await coach.call(routes.messages.list, { token, params: { conversationId } })
    if (items.some(({ role, status }) => role === 'assistant' && status !== 'pending')) return
    await wait(20)
  }
}
