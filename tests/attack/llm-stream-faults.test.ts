import { setTimeout as wait } from 'node:timers/promises'
import { type Message, routes } from '@coachkit/contract'
import { afterAll, beforeAll } from 'vitest'
import { ollama } from '../../packages/server-kit/adapters/language-model/ollama/index.js'
import { openaiCompatible } from '../../packages/server-kit/adapters/language-model/openai-compatible/index.js'
import { AdapterError, type LanguageModel } from '../../packages/server-kit/ports/index.js'
import { withBreaker, withTimeouts } from '../../packages/server-kit/resilience/index.js'
import { startTestServer, type TestServer } from '../../packages/server-kit/testing/__fixtures__/test-server.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'
import { chunkScript, startScriptedEndpoint, writeTokens } from './scripted-endpoint.js'

interface FaultRow extends CorpusRow {
  name: string
  category: 'sse' | 'ndjson' | 'timing'
  chunks_b64?: string[]
}
interface Outcome {
  text: string
  /** The code of the failure. */
  code: string | undefined
  finish: string | undefined
  tokens: number
}

const key = 'secret-of-ana'
let endpoint: Awaited<ReturnType<typeof startScriptedEndpoint>>
let models: Record<'sse' | 'ndjson', LanguageModel>
let server: TestServer
/** What the coach asks. */
let current: LanguageModel
const logged: string[] = []
const log = (...entry: unknown[]) => void logged.push(JSON.stringify(entry))
beforeAll(async () => {
  endpoint = await startScriptedEndpoint()
  models = {
    sse: openaiCompatible({ baseUrl: `${endpoint.url}/v1`, model: 'test', apiKey: key }),
    ndjson: ollama({ model: 'test', url: endpoint.url }),
  }
  current = models.sse
  const languageModel: LanguageModel = { ...models.sse, stream: (request, options) => current.stream(request, options) }
  server = await startTestServer({ languageModel, logger: { info: log, warn: log, error: log } })
  await server.ingest(new File(['# Sesiones\n\nLa primera sesión dura noventa minutos.\n'], 'guía.md'))
})
afterAll(async () => {
  await server.close()
  await endpoint.close()
})

const codes: Record<string, string> = { provider: 'server_error', truncated: 'cut', malformed: 'malformed', empty: 'empty', filtered: 'filtered' }
const contentTypes = { sse: 'text/event-stream', ndjson: 'application/x-ndjson' }

runCorpus<FaultRow>('llm_stream_faults', async (row) => (row.category === 'timing' ? checkTiming(row) : checkChunks(row)))

/** What the adapter makes of the bytes, and for a good answer what the coach stores of it. */
async function checkChunks({ category, chunks_b64 = [], expect }: FaultRow): Promise<string | undefined> {
  if (category === 'timing') return 'a timing row has no chunks'
  const chunks = chunks_b64.map((chunk) => Buffer.from(chunk, 'base64'))
  endpoint.play(chunkScript(chunks, contentTypes[category]))
  const outcome = await read(withTimeouts(models[category]))
  const asLabelled = expect.startsWith('error:') ? isFailure(outcome, expect) : isAnswer(outcome, expect)
  if (!asLabelled) return JSON.stringify(outcome)
  if (expect.startsWith('error:')) return undefined
  current = models[category]
  const stored = await ask()
  if (stored.status !== 'completed') return `stored as ${stored.status}`
  const storable = !/\p{Surrogate}/u.test(stored.text) && !stored.text.includes('\0')
  return storable && stored.text === (labelledText(expect) ?? stored.text) ? undefined : `stored as ${JSON.stringify(stored.text)}`
}

/** A label without a `partial` leaves open how much came before the failure. */
function isFailure({ code, text }: Outcome, expect: string): boolean {
  const [, kind = '', partial = text] = /^error:(\w+)(?:, partial="(.*)")?$/.exec(expect) ?? []
  return code === codes[kind] && text === partial
}

function isAnswer({ code, finish, text, tokens }: Outcome, expect: string): boolean {
  if (code !== undefined || finish === undefined) return false
  const usage = /usage=(\d+)/.exec(expect)?.[1]
  return (
    text === (labelledText(expect) ?? text) &&
    (finish === 'length' || !expect.includes('truncated flag')) &&
    (usage === undefined || tokens === Number(usage)) &&
    (text.includes('\uFFFD') || !expect.startsWith('replacement characters'))
  )
}

function labelledText(expect: string): string | undefined {
  return /^text=([^,;]+?)(?: after joining|,|;|$)/u.exec(expect)?.[1]
}

const timing: Record<string, () => Promise<string | undefined>> = {
  'connect hang': async () => {
    endpoint.play(() => undefined)
    const began = performance.now()
    const { code } = await read(withTimeouts(models.sse))
    const seconds = (performance.now() - began) / 1000
    return code === 'timeout' && seconds < 18 ? undefined : `${code} after ${seconds} s`
  },
  'endless tokens': async () => {
    endpoint.play((response) => writeTokens(response, { count: Number.POSITIVE_INFINITY, end: false }))
    const { text, finish } = await read(withTimeouts(models.sse))
    while (endpoint.open() > 0) await wait(5)
    const asked = JSON.parse(endpoint.calls()[0]?.body ?? '{}') as { max_tokens?: number }
    return finish === 'length' && text.length <= 20_000 && asked.max_tokens === 800 && endpoint.left() === 1
      ? undefined
      : `${finish}, ${text.length} characters`
  },
  'redirect 302 to internal': async () => {
    const inside = await startScriptedEndpoint()
    endpoint.play((response) => void response.writeHead(302, { location: `${inside.url}/latest/meta-data` }).end())
    const outcomes = [await read(models.sse), await read(models.ndjson)]
    const followed = inside.calls().length
    await inside.close()
    return followed === 0 && outcomes.every(({ code }) => code !== undefined) ? undefined : `followed ${followed} times`
  },
  '500 x 10': async () => {
    let time = 0
    const model = withBreaker(withTimeouts(models.sse), { now: () => time })
    endpoint.play((response) => void response.writeHead(500).end())
    const seen: (string | undefined)[] = []
    for (let at = 0; at < 10; at += 1) seen.push((await read(model)).code)
    const expected = [...Array<string>(5).fill('server_error'), ...Array<string>(5).fill('resting')]
    if (seen.join() !== expected.join() || endpoint.calls().length !== 5) return seen.join()
    time = 30_000
    endpoint.play((response) => writeTokens(response, { count: 1, end: true }))
    return (await read(model)).text === 'word ' ? undefined : 'it was not tried again'
  },
  '429 with Retry-After: 2': async () => {
    endpoint.play((response, call) => {
      if (call > 2) return writeTokens(response, { count: 2, end: true })
      response.writeHead(429, { 'retry-after': '2' }).end()
    })
    const { status, text } = await ask()
    const at = endpoint.calls().map((call) => call.at)
    const waited = at.slice(1).every((time, index) => time - (at[index] ?? 0) >= 2000)
    return status === 'completed' && text === 'word word' && at.length === 3 && waited ? undefined : `${status}, ${text}, calls at ${at.map(Math.round).join()}`
  },
  'reset mid-stream': async () => {
    endpoint.play(async (response) => {
      await writeTokens(response, { count: 5, end: false })
      await wait(50)
      response.socket?.resetAndDestroy()
    })
    const { status, text, errorCode } = await ask()
    const calls = endpoint.calls().length
    return status === 'interrupted' && text === 'word '.repeat(5) && errorCode && calls === 1 ? undefined : `${status}, ${text}, ${calls} calls`
  },
  '401': async () => {
    endpoint.play((response) => void response.writeHead(401, { 'content-type': 'application/json' }).end(`{"error":{"message":"Bad key ${key}"}}`))
    const answer = await ask()
    const calls = endpoint.calls().length
    const told = JSON.stringify(answer) + logged.join()
    return answer.status === 'failed' && calls === 1 && !told.includes(key) ? undefined : `${answer.status}, ${calls} calls`
  },
  '200 with wrong content-type': async () => {
    endpoint.play((response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Sign in</body></html>'))
    const seen = [(await read(models.sse)).code, (await read(models.ndjson)).code]
    return seen.join() === 'malformed,malformed' ? undefined : seen.join()
  },
}

async function checkTiming({ name }: FaultRow): Promise<string | undefined> {
  const check = timing[name]
  current = models.sse
  return check ? check() : `no check for ${name}`
}

async function read(model: LanguageModel): Promise<Outcome> {
  const outcome: Outcome = { text: '', code: undefined, finish: undefined, tokens: 0 }
  const request = { system: '', messages: [{ role: 'user' as const, content: 'Hola' }], question: 'Hola', language: 'es', passages: [], maxTokens: 800 }
  try {
    for await (const part of model.stream(request, { signal: AbortSignal.timeout(60_000) })) {
      if (part.type === 'text') outcome.text += part.text
      else if (part.type === 'finish') outcome.finish = part.reason
      else if (part.type === 'usage') outcome.tokens = part.promptTokens + part.completionTokens
    }
  } catch (error) {
    if (!AdapterError.isInstance(error)) throw error
    outcome.code = error.code
  }
  return outcome
}

/** Asks the coach; resolves with the answer once it has ended, well or not. */
async function ask(): Promise<Message> {
  const { token, conversationId } = await server.visitor()
  const params = { conversationId }
  await server.call(routes.messages.send, { params, token, body: { clientMessageId: 'question', text: '¿Cuánto dura la primera sesión?' } })
  for (;;) {
    const { items } = await server.call(routes.messages.list, { params, token })
    const answer = items.find(({ role }) => role === 'assistant')
    if (answer && answer.status !== 'pending') return answer
    await wait(20)
  }
}
