import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { extractive } from '../../adapters/language-model/extractive/index.js'
import { ollama } from '../../adapters/language-model/ollama/index.js'
import { openaiCompatible } from '../../adapters/language-model/openai-compatible/index.js'
import { AdapterError, type GeneratePart, type GenerateRequest, type LanguageModel, type ModelEvent } from '../../ports/index.js'
import { type OllamaServerOptions, startOllamaServer, startOpenAiServer } from '../../testing/model-servers/index.js'
import type { ModelServer } from '../../testing/model-servers/local-server.js'
import { askMs, defaultModelLimits } from '../with-timeouts.js'
import { defaultFirstWordMs, type RouteOptions, route } from './route.js'

/** What the two servers do next. */
let main: OllamaServerOptions
let second: OllamaServerOptions
let servers: { main: ModelServer; second: ModelServer }
let models: { main: LanguageModel; second: LanguageModel }

beforeAll(async () => {
  const scripted = (answer: () => OllamaServerOptions): OllamaServerOptions => ({
    reply: (asked) => answer().reply?.(asked) ?? '',
    delayMs: 5,
    get firstDelayMs() {
      return answer().firstDelayMs ?? 0
    },
    fault: (asked) => {
      const { fault } = answer()
      return typeof fault === 'function' ? fault(asked) : fault
    },
  })
  servers = { main: await startOllamaServer(scripted(() => main)), second: await startOpenAiServer(scripted(() => second)) }
  models = {
    main: ollama({ model: 'test-chat', url: servers.main.url }),
    second: openaiCompatible({ baseUrl: `${servers.second.url}/v1`, model: 'test-chat' }),
  }
})
beforeEach(() => {
  main = { reply: () => ['from ', 'the main'] }
  second = { reply: () => ['from ', 'the second'] }
})
afterAll(() => Promise.all([servers.main.close(), servers.second.close()]))

const request: GenerateRequest = {
  system: 'Answer.',
  messages: [{ role: 'user', content: 'How long is a session?' }],
  question: 'How long is a session?',
  language: 'en',
  passages: [],
}
const create = (options: Partial<RouteOptions> = {}) =>
  route({ models: [{ model: models.main }, { model: models.second }], retries: { random: () => 0 }, ...options })
const chats = () => servers.main.requests.filter(({ path }) => path === '/api/chat').length
/** The answer's text, who gave it, and the code of a failure. */
async function ask(model: LanguageModel, more: Partial<GenerateRequest> = {}, signal = AbortSignal.timeout(20_000)) {
  const parts: GeneratePart[] = []
  let code: string | undefined
  try {
    for await (const part of model.stream({ ...request, ...more }, { signal })) parts.push(part)
  } catch (error) {
    code = AdapterError.isInstance(error) ? error.code : String(error)
  }
  const by = parts.flatMap((part) => (part.type === 'model' ? part.id : []))
  return { text: parts.map((part) => (part.type === 'text' ? part.text : '')).join(''), by: by.join(), code }
}
const inConversation = (at: number) => ({ routing: { conversationId: `conversation-${at}` } })

describe('fallback', () => {
  it.each([
    ['fails', { status: 500 }],
    ['is busy', { status: 429, retryAfter: '30' }],
    ['lost its model', { status: 404 }],
  ])('the next model answers when the first %s', async (_, fault) => {
    main = { fault }
    expect(await ask(create())).toEqual({ text: 'from the second', by: 'openai-compatible:test-chat', code: undefined })
  })

  it('a model that says nothing at all is passed over', async () => {
    main = { reply: () => [] }
    expect(await ask(create())).toMatchObject({ text: 'from the second' })
  })

  it('never after the first word: what was read stays, and nobody else is asked', async () => {
    const before = servers.second.requests.length
    main = { reply: () => ['a session ', 'lasts ', 'an ', 'hour'], fault: 'cut' }
    expect(await ask(create())).toEqual({ text: 'a session lasts ', by: 'ollama:test-chat', code: 'cut' })
    expect(servers.second.requests.length).toBe(before)
  })

  it('quotes are the last resort when every model is away', async () => {
    ;[main, second] = [{ fault: { status: 500 } }, { fault: { status: 500 } }]
    const model = create({ models: [{ model: models.main }, { model: models.second }, { model: extractive() }] })
    const passages = [{ number: 1, documentName: 'guide', headings: [], text: 'A session is an hour long.', score: 1 }]
    expect(await ask(model, { passages })).toMatchObject({ by: 'extractive', text: expect.stringContaining('A session is an hour long.') })
    expect(model.capabilities.quotesOnly).toBe(false)
  })

  it('all of them are asked again after a passing failure, three times at most; the reason is that of the one that may pass', async () => {
    ;[main, second] = [{ fault: { status: 500 } }, { fault: { status: 400 } }]
    const before = chats()
    expect(await ask(create())).toMatchObject({ code: 'server_error' })
    expect(chats() - before).toBe(3)
  })

  it('a model that hangs is asked once, and leaves time for the next one', async () => {
    main = { fault: 'hang' }
    const before = chats()
    expect(await ask(create({ firstWordMs: 3000 }))).toMatchObject({ text: 'from the second' })
    ;[main, second] = [{ fault: 'hang' }, { fault: 'hang' }]
    expect(await ask(create({ firstWordMs: 200 }))).toMatchObject({ code: 'timeout' })
    expect(chats() - before).toBe(2)
  })

  it('what a reader has waited already is taken off', async () => {
    main = { firstDelayMs: 600 }
    const model = create({ models: [{ model: models.main }], firstWordMs: 1500 })
    expect(await ask(model, { routing: { waitedMs: 1500 } })).toMatchObject({ code: 'timeout' })
  })

  it('a hanging model is told of within 20 s, whoever is asked', () => {
    const { firstTokenMs } = defaultModelLimits
    expect(Math.max(defaultFirstWordMs, firstTokenMs) + askMs).toBeLessThanOrEqual(19_000)
  })

  it('a circuit that is open is passed over without a call', async () => {
    main = { fault: { status: 500 } }
    const model = create()
    for (let at = 0; at < 5; at += 1) await ask(model)
    const before = chats()
    expect(await ask(model)).toMatchObject({ text: 'from the second' })
    expect(chats()).toBe(before)
    expect(model.states?.().map(({ circuit }) => circuit)).toEqual(['open', 'closed'])
  })
})

describe('what an answer of another model hides', () => {
  it('is told: each failed call by whose fault it was, and a circuit that opens and closes', async () => {
    let time = 0
    const model = create({ breaker: { failures: 2, restMs: 1000, now: () => time } })
    const told: ModelEvent[] = []
    model.watch?.((event) => told.push(event))
    for (const fault of [{ status: 400 }, { status: 500 }, { status: 429, retryAfter: '30' }, { status: 503 }, { status: 503 }] as const) {
      main = { fault }
      expect(await ask(model)).toMatchObject({ text: 'from the second' })
    }
    main = { reply: () => 'from the main' }
    time = 1000
    expect(await ask(model)).toMatchObject({ text: 'from the main' })
    const id = 'ollama:test-chat'
    const failed = (kind: string, reason: string) => ({ type: 'failed', id, kind, reason })
    expect(told.filter(({ type }) => type === 'failed')).toEqual([
      failed('input', 'refused'),
      failed('model', 'server_error'),
      failed('infrastructure', 'rate_limited'),
      failed('model', 'server_error'),
      failed('model', 'server_error'),
    ])
    expect(told.filter(({ type }) => type === 'circuit')).toEqual([
      { type: 'circuit', id, state: 'open' },
      { type: 'circuit', id, state: 'closed' },
    ])
    expect(model.states?.()[0]?.failures).toEqual({ input: 1, model: 3, infrastructure: 1, timeouts: 0 })
  })

  it('counts silences', async () => {
    main = { fault: 'hang' }
    const model = create({ firstWordMs: 3000 })
    await ask(model)
    expect(model.states?.()[0]?.failures).toMatchObject({ infrastructure: 1, timeouts: 1 })
  })
})

describe('choice', () => {
  it('weights share the conversations, and each keeps its model, whatever instance asks', async () => {
    const weighted = () =>
      create({
        models: [
          { model: models.main, weight: 75 },
          { model: models.second, weight: 25 },
        ],
      })
    const one = weighted()
    const answers = await Promise.all(Array.from({ length: 400 }, (_, at) => ask(one, inConversation(at))))
    const share = answers.filter(({ text }) => text === 'from the second').length / answers.length
    expect(share).toBeGreaterThan(0.18)
    expect(share).toBeLessThan(0.32)
    const again = await Promise.all(Array.from({ length: 40 }, (_, at) => ask(weighted(), inConversation(at))))
    expect(again).toEqual(answers.slice(0, 40))
    expect(one.states?.().map((state) => state.share)).toEqual([0.75, 0.25])
  })

  it('raising a canary from 5 to 25 takes conversations from the other model only', async () => {
    const of = (weight: number) =>
      create({
        models: [
          { model: models.main, weight: 100 - weight },
          { model: models.second, weight, canary: true },
        ],
      })
    const [few, more] = [of(5), of(25)]
    for (let at = 0; at < 60; at += 1) {
      const before = await ask(few, inConversation(at))
      if (before.text === 'from the second') expect(await ask(more, inConversation(at))).toEqual(before)
    }
  })

  it('a creator’s choice goes first, and still falls back; a name nobody knows changes nothing', async () => {
    const model = create({
      models: [
        { model: models.main, name: 'small' },
        { model: models.second, name: 'large' },
      ],
    })
    expect(await ask(model, { routing: { model: 'large' } })).toMatchObject({ text: 'from the second' })
    expect(await ask(model, { routing: { model: 'unknown' } })).toMatchObject({ text: 'from the main' })
    second = { fault: { status: 500 } }
    expect(await ask(model, { routing: { model: 'large' } })).toMatchObject({ text: 'from the main' })
  })

  it('a request goes only to models that can take it', async () => {
    const model = create()
    expect(await ask(model, { routing: { needs: { jsonSchema: true } } })).toMatchObject({ by: 'ollama:test-chat' })
    const long = { messages: [{ role: 'user' as const, content: 'sesión larga '.repeat(4000) }] }
    expect(await ask(model, long)).toMatchObject({ by: 'openai-compatible:test-chat' })
    expect(await ask(model, { ...long, routing: { needs: { jsonSchema: true } } })).toMatchObject({ code: 'unable', text: '' })
    expect(model.capabilities).toEqual({ tools: false, jsonSchema: true, contextTokens: 8192, quotesOnly: false })
  })

  it('two models of one name, or none, are refused', () => {
    expect(() => create({ models: [] })).toThrow('at least one model')
    expect(() =>
      create({
        models: [
          { model: models.main, name: 'one' },
          { model: models.second, name: 'one' },
        ],
      }),
    ).toThrow('same name')
  })
})

describe('a canary', () => {
  const onTrial = (onRollback: RouteOptions['onRollback']) =>
    create({
      models: [
        { model: models.main, weight: 50 },
        { model: models.second, weight: 50, canary: true },
      ],
      rollback: { minimumCalls: 10 },
      ...(onRollback ? { onRollback } : {}),
    })

  it('that fails more often is taken out of use by itself, and nobody noticed', async () => {
    let call = 0
    second = { fault: () => (call++ % 3 === 0 ? { status: 500 } : undefined), reply: () => 'from the second' }
    const onRollback = vi.fn()
    const model = onTrial(onRollback)
    const told: ModelEvent[] = []
    model.watch?.((event) => told.push(event))
    const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => ask(model, inConversation(at))))
    expect(answers.every(({ code, text }) => code === undefined && text.startsWith('from the '))).toBe(true)
    expect(onRollback.mock.calls).toEqual([[{ name: 'openai-compatible:test-chat', id: 'openai-compatible:test-chat', reason: 'errors' }]])
    expect(told).toContainEqual({ type: 'rolled-back', id: 'openai-compatible:test-chat', reason: 'errors' })
    expect(model.states?.().map(({ share, rolledBack }) => [share, rolledBack])).toEqual([
      [1, undefined],
      [0, 'errors'],
    ])
    const after = await Promise.all(Array.from({ length: 20 }, (_, at) => ask(model, inConversation(at))))
    expect(after.every(({ text }) => text === 'from the main')).toBe(true)
  })

  it('that does as well as the others stays', async () => {
    const onRollback = vi.fn()
    const model = onTrial(onRollback)
    await Promise.all(Array.from({ length: 40 }, (_, at) => ask(model, inConversation(at))))
    expect(onRollback).not.toHaveBeenCalled()
    expect(model.states?.()[1]).toMatchObject({ errorRate: 0, share: 0.5, circuit: 'closed' })
  })
})

describe('throttle', () => {
  it('no more at once than told; the others wait their turn, and one who leaves gives it up', async () => {
    let [now, most] = [0, 0]
    const counting: LanguageModel = {
      ...models.main,
      async *stream(asked, options) {
        most = Math.max(most, ++now)
        try {
          yield* models.main.stream(asked, options)
        } finally {
          now -= 1
        }
      },
    }
    const model = create({ models: [{ model: counting, throttle: { concurrency: 2 } }] })
    const leave = new AbortController()
    const asked = Array.from({ length: 8 }, (_, at) => ask(model, {}, at === 5 ? leave.signal : undefined))
    leave.abort(new Error('left'))
    const answers = await Promise.all(asked)
    expect(answers.filter(({ text }) => text === 'from the main')).toHaveLength(7)
    expect(most).toBe(2)
    expect(model.states?.()[0]).toMatchObject({ running: 0, waiting: 0 })
  })

  it('calls beyond those of a minute fail with how long to wait, or go to the next model', async () => {
    const throttle = { requestsPerMinute: 1, waitMs: 20 }
    const alone = create({ models: [{ model: models.main, throttle }], retries: { tries: 1 } })
    expect(await ask(alone)).toMatchObject({ text: 'from the main' })
    expect(await ask(alone)).toMatchObject({ code: 'crowded' })
    const both = create({ models: [{ model: models.main, throttle }, { model: models.second }] })
    expect([(await ask(both)).text, (await ask(both)).text]).toEqual(['from the main', 'from the second'])
    expect(both.states?.()[0]).toMatchObject({ circuit: 'closed', errorRate: 0 })
  })
})

it('is well while one of its models is, and says how each is', async () => {
  const away = ollama({ model: 'gone', url: 'http://127.0.0.1:9' })
  const model = create({ models: [{ model: away }, { model: models.second }] })
  await model.health({ signal: AbortSignal.timeout(5000) })
  expect(model.states?.().map(({ status }) => status)).toEqual(['down', 'up'])
  await expect(create({ models: [{ model: away }] }).health({ signal: AbortSignal.timeout(5000) })).rejects.toMatchObject({ code: 'unreachable' })
})

it('warms up those that can be', async () => {
  await create().warmUp?.({ signal: AbortSignal.timeout(5000) })
  const asked = servers.main.requests.filter(({ path }) => path === '/api/generate')
  expect(asked[0]).toMatchObject({ body: { model: 'test-chat', prompt: '' } })
})
