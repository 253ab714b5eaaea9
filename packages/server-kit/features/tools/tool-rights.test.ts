import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { routes } from '@coachkit/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { createEgress } from '../../adapters/egress/index.js'
import { openaiCompatible } from '../../adapters/language-model/openai-compatible/index.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'
import { vouchingCreator } from '../../testing/__fixtures__/vouching-creator.js'
import { startOpenAiServer } from '../../testing/model-servers/index.js'
import { defineTool, type ToolContext } from './index.js'

const attack = process.env.COACHKIT_ATTACK ?? fileURLToPath(new URL('../../../../../shared/attack', import.meta.url))
const file = `${attack}/tool_authz.jsonl`
const row = z.object({
  name: z.string(),
  caller: z.object({ kind: z.string(), user: z.optional(z.string()), verified: z.optional(z.boolean()) }),
  tool: z.string(),
  args: z.record(z.string(), z.unknown()),
  expect: z.string(),
})
type Row = z.output<typeof row>
const rows = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => row.parse(JSON.parse(line)))
  : []

/** How often a tool runs for a row; in every other it does not. */
const runsOf: Record<string, number> = { 'search own tenant': 1, 'SQL in arg': 1, 'webhook to internal': 1, 'same call 50 times in a turn': 6 }

/** What a model does that obeys whoever writes to it. */
let current: Row
const runs: { tool: string; input: unknown; context: ToolContext }[] = []
let model: Awaited<ReturnType<typeof startOpenAiServer>>
let server: TestServer
let creator: Awaited<ReturnType<typeof vouchingCreator>>
const egress = createEgress()
const ran = (tool: string) => (input: unknown, context: ToolContext) => {
  runs.push({ tool, input, context })
  return `found for ${context.creatorId}`
}
const tools = {
  search_knowledge: defineTool({ description: 'Searches', input: z.object({ query: z.string().check(z.maxLength(500)) }), run: ran('search_knowledge') }),
  list_leads: defineTool({
    description: 'Lists leads',
    input: z.object({}),
    offeredTo: ({ principal }) => principal.user?.id === 'the-owner',
    run: ran('list_leads'),
  }),
  call_webhook: defineTool({
    description: 'Reads an address',
    input: z.object({ url: z.url() }),
    async run(input, context) {
      ran('call_webhook')(input, context)
      return (await egress.fetch(input.url, { signal: context.signal })).text()
    },
  }),
}

describe.skipIf(rows.length === 0)(rows.length > 0 ? 'tool_authz.jsonl' : `SKIPPED: ${file} is not there`, () => {
  beforeAll(async () => {
    model = await startOpenAiServer({
      reply: ({ body }) => {
        const messages = body.messages as { role: string }[]
        const endless = current.name.startsWith('same call')
        if (body.tool_choice === 'none' || (!endless && messages.at(-1)?.role === 'tool')) return 'Hecho.'
        const args = current.name === '100 kB arg' ? { query: 'x'.repeat(100_000) } : current.args
        return { calls: Array.from({ length: endless ? 50 : 1 }, () => ({ name: current.tool, input: args })) }
      },
    })
    server = await startTestServer({ tools, languageModel: openaiCompatible({ baseUrl: `${model.url}/v1`, model: 'test-chat', tools: true }) })
    creator = await vouchingCreator(server)
  })
  afterAll(async () => {
    await server.close()
    await model.close()
    await egress.close()
  })
  beforeEach(() => {
    runs.length = 0
  })

  test.each(rows)('$name ($caller.kind): $expect', async (given) => {
    current = given
    const { caller } = given
    const { token } = caller.verified ? await creator.signIn(caller.user ?? 'u1') : await creator.begin()
    const { id: conversationId } = await server.call(routes.conversations.create, { token })
    const { message } = await server.call(routes.messages.send, { token, params: { conversationId }, body: { clientMessageId: 'q1', text: '¿Cuánto cuesta?' } })
    const answer = await vi.waitFor(
      async () => {
        const { items } = await server.call(routes.messages.list, { token, params: { conversationId } })
        const found = items.find(({ replyTo, status }) => replyTo === message.id && status !== 'pending')
        if (!found) throw new Error('It is not there yet')
        return found
      },
      { timeout: 20_000, interval: 20 },
    )
    expect(answer).toMatchObject({ status: 'completed', text: 'Hecho.' })
    expect(runs.length).toBe(runsOf[given.name] ?? 0)
    // Whatever the model asked for, the server says whose coach and which visitor it is.
    for (const { context, input, tool } of runs) {
      expect(context).toMatchObject({ creatorId: creator.creator.id, conversationId, principal: { kind: 'visitor', creatorId: creator.creator.id } })
      expect(context.principal.user?.id).toBe(caller.verified ? caller.user : undefined)
      if (tool === 'search_knowledge') expect(input).toEqual({ query: given.args.query })
    }
    const offered = model.requests.at(-1)?.body.tools as { function: { name: string } }[]
    expect(offered.map((tool) => tool.function.name)).toEqual(['search_knowledge', 'call_webhook'])
    if (given.tool === 'call_webhook') expect(JSON.stringify(model.requests.at(-1)?.body.messages)).toContain('The tool failed.')
  })
})
