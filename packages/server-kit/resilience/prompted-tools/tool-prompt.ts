import type { GenerateRequest, ModelMessage } from '../../ports/index.js'

const protocol = `You may call one of the tools below for facts that you do not have. To call one, write nothing but one JSON object on a line of its own, like
{"tool": "name", "input": {}}
with an input that fits its schema, and stop: its result comes in the next message. Otherwise answer in words, and never mention this.
Tools:`

/** The request for a model that has no tools of its own: their description is part of the instructions, calls and results are turns like any other. */
export function inWords({ tools = [], toolChoice, ...request }: GenerateRequest): GenerateRequest {
  const list = tools.map(({ name, description, inputSchema }) => `- ${name}: ${description}\n  input: ${JSON.stringify(inputSchema)}`)
  const system = toolChoice === 'none' ? request.system : [request.system, '', protocol, ...list].join('\n')
  return { ...request, system, messages: request.messages.map(turnOf).reduce(alternating, []) }
}

/** Asks for what cannot be read again. */
export function repairRequest(asked: GenerateRequest, broken: string): GenerateRequest {
  const again = 'That was not one JSON object like {"tool": "name", "input": {}}. Write the call again, only the JSON, or answer in words.'
  return { ...asked, messages: [...asked.messages, { role: 'assistant', content: broken }, { role: 'user', content: again }] }
}

function turnOf(message: ModelMessage): ModelMessage {
  if (message.role === 'tool') return { role: 'user', content: message.content }
  if (message.role === 'user' || !message.toolCalls) return message
  const calls = message.toolCalls.map(({ name, input }) => JSON.stringify({ tool: name, input }))
  return { role: 'assistant', content: [message.content, ...calls].filter((text) => text !== '').join('\n') }
}

/** Chat templates want people and model to take turns: several results are one turn. */
function alternating(turns: ModelMessage[], turn: ModelMessage): ModelMessage[] {
  const last = turns.at(-1)
  if (last?.role !== 'user' || turn.role !== 'user') return [...turns, turn]
  return [...turns.slice(0, -1), { role: 'user', content: `${last.content}\n\n${turn.content}` }]
}
