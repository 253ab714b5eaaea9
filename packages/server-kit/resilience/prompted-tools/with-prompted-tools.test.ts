import { expect, it, test, vi } from 'vitest'
import { AdapterError, type GeneratePart, type GenerateRequest, type LanguageModel } from '../../ports/index.js'
import { withPromptedTools } from './with-prompted-tools.js'

const request: GenerateRequest = {
  system: 'You are a coach.',
  messages: [{ role: 'user', content: 'Odds?' }],
  question: 'Odds?',
  language: 'en',
  passages: [],
  tools: [{ name: 'odds', description: 'Odds of a team', inputSchema: { type: 'object', properties: { team: { type: 'string' } } } }],
}

/** Says one of `answers` at each call, a few characters at a time. */
function modelSaying(...answers: string[]) {
  const asked: GenerateRequest[] = []
  const model: LanguageModel = {
    id: 'test:model',
    capabilities: { tools: false, jsonSchema: false, contextTokens: 8192, quotesOnly: false },
    health: () => Promise.resolve(),
    async *stream(given) {
      const answer = answers[asked.length] ?? ''
      asked.push(given)
      for (let at = 0; at < answer.length; at += 3) yield { type: 'text', text: answer.slice(at, at + 3) }
      yield { type: 'usage', promptTokens: 10, completionTokens: 5 }
      yield { type: 'finish', reason: 'stop' }
    },
  }
  return { model, asked }
}

async function ask(model: LanguageModel, given = request): Promise<{ parts: GeneratePart[]; text: string; calls: GeneratePart[] }> {
  const parts: GeneratePart[] = []
  for await (const part of withPromptedTools(model).stream(given, { signal: AbortSignal.timeout(20_000) })) parts.push(part)
  return { parts, text: parts.map((part) => (part.type === 'text' ? part.text : '')).join(''), calls: parts.filter(({ type }) => type === 'tool-call') }
}

const call = { type: 'tool-call', id: 'call_1', name: 'odds', input: { team: 'Betis {or} "not"' } }
const written = '{"tool": "odds", "input": {"team": "Betis {or} \\"not\\""}}'

it('describes the tools in the instructions, and sends no other word of them', async () => {
  const { model, asked } = modelSaying('Hello.')
  expect((await ask(model)).text).toBe('Hello.')
  expect(asked[0]?.system).toMatch(/^You are a coach\.\n\nYou may call[\s\S]*- odds: Odds of a team\n {2}input: \{"type":"object"/)
  expect(asked[0]).not.toHaveProperty('tools')
})

test.each([
  ['alone', written, ''],
  ['in a code fence', `\`\`\`json\n${written}\n\`\`\``, ''],
  ['after words', `Let me see.\n${written}`, 'Let me see.\n'],
  ['before what the model makes up of it', `${written}\nResult: 3.0`, ''],
])('reads a call %s', async (_, answer, text) => {
  expect(await ask(modelSaying(answer).model)).toMatchObject({ calls: [call], text })
})

test.each(['An object: {"a": 1} and `code`.', '{"a": 1}', '```js\nconst a = 1\n```\nThat is it.', '`one` word\n``two``', `{${'x'.repeat(30_000)}`])(
  'leaves words as they are: %.40s',
  async (answer) => {
    expect(await ask(modelSaying(answer).model)).toMatchObject({ calls: [], text: answer })
  },
)

it('asks once more for a call that cannot be read, and counts both', async () => {
  const { model, asked } = modelSaying('{"tool": "odds", "input": {"team": }', written)
  const { calls, text, parts } = await ask(model)
  expect({ calls, text }).toEqual({ calls: [call], text: '' })
  expect(parts).toContainEqual({ type: 'usage', promptTokens: 20, completionTokens: 10 })
  expect(asked[1]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
  const hopeless = modelSaying('{"tool": odds', '{"tool": odds', '{"tool": odds')
  await expect(ask(hopeless.model)).rejects.toMatchObject({ code: 'malformed', retryable: true })
  expect(hopeless.asked).toHaveLength(2)
})

it('tells results as turns that take turns', async () => {
  const { model, asked } = modelSaying('Done.')
  const calls = [1, 2].map((id) => ({ id: `call_${id}`, name: 'odds', input: { team: String(id) } }))
  const results = calls.map(({ id }) => ({ role: 'tool' as const, callId: id, name: 'odds', content: `result ${id}` }))
  await ask(model, { ...request, toolChoice: 'none', messages: [...request.messages, { role: 'assistant', content: '', toolCalls: calls }, ...results] })
  expect(asked[0]?.messages).toEqual([
    { role: 'user', content: 'Odds?' },
    { role: 'assistant', content: '{"tool":"odds","input":{"team":"1"}}\n{"tool":"odds","input":{"team":"2"}}' },
    { role: 'user', content: 'result call_1\n\nresult call_2' },
  ])
  expect(asked[0]?.system).toBe('You are a coach.')
})

it('leaves it to a model that calls by itself, and asks the server of one that may', async () => {
  const { model, asked } = modelSaying('Hello.', 'Hello.', 'Hello.')
  await ask({ ...model, capabilities: { ...model.capabilities, tools: true } })
  expect(asked[0]).toBe(request)
  const takesTools = vi.fn(() => Promise.resolve(true))
  await ask({ ...model, takesTools })
  expect(asked[1]).toBe(request)
  takesTools.mockRejectedValue(new AdapterError({ adapter: 'test', code: 'unreachable', retryable: true, message: 'away' }))
  await ask({ ...model, takesTools })
  expect(asked[2]).not.toHaveProperty('tools')
})
