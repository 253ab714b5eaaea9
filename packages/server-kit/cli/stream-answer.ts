import { type Message, message as messageSchema } from '@coachkit/contract'
import * as z from 'zod/mini'
import type { OpenCoach } from './open-coach.js'

const frame = z.object({
  id: z.optional(z.number()),
  subscribe: z.optional(z.unknown()),
  error: z.optional(z.object({ message: z.string() })),
  push: z.optional(z.object({ pub: z.optional(z.object({ data: z.unknown() })) })),
})
const delta = z.object({ type: z.literal('message.delta'), text: z.string() })
const ended = z.object({ type: z.enum(['message.completed', 'message.failed']), message: messageSchema })

interface StreamAnswer {
  call: OpenCoach['call']
  conversationId: string
  /** Sends the question once the reader listens; resolves to its message id. */
  send(): Promise<string>
  onText(part: string): void
}

/** Follows one answer over the HTTP-stream transport, as any client without a socket does. */
export async function streamAnswer(input: StreamAnswer): Promise<Message> {
  let question: Promise<string> | undefined
  for await (const line of lines(await openStream(input))) {
    const parsed = frame.safeParse(line)
    if (!parsed.success) continue
    if (parsed.data.error) throw new Error(parsed.data.error.message)
    if (parsed.data.subscribe !== undefined) question ??= input.send()
    const data = parsed.data.push?.pub?.data
    const part = delta.safeParse(data)
    if (part.success) input.onText(part.data.text)
    const end = ended.safeParse(data)
    if (end.success && end.data.message.role === 'assistant' && end.data.message.replyTo === (await question)) return end.data.message
  }
  throw new Error('The answer ended without a result. Ask again.')
}

async function openStream(input: StreamAnswer): Promise<ReadableStream<Uint8Array>> {
  const ticket = z.object({ ticket: z.string() }).parse(await (await input.call('POST', '/v1/realtime/tickets')).json()).ticket
  const commands = [
    { id: 1, connect: { token: ticket } },
    { id: 2, subscribe: { channel: `conversation:${input.conversationId}` } },
  ]
  const response = await input.call('POST', '/v1/realtime/http-stream', commands.map((command) => JSON.stringify(command)).join('\n'))
  if (!response.body) throw new Error('The server gave no stream.')
  return response.body
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true })
    const complete = rest.split('\n')
    rest = complete.pop() ?? ''
    for (const line of complete) if (line.trim()) yield JSON.parse(line)
  }
}
