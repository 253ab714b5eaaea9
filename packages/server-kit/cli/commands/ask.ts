import { CoachError, type ErrorCode, errorCatalogue, type Message, message as messageSchema } from '@coachkit/contract'
import * as z from 'zod/mini'
import { type CommandLine, UsageError } from '../command-line.js'
import { failureOf, type OpenCoach, withCoach } from '../open-coach.js'
import { streamAnswer } from '../stream-answer.js'

const opened = z.object({ token: z.string() })
const withId = z.object({ id: z.string() })

/** Asks one question and prints the answer as it is written, then its citations. */
export async function ask(line: CommandLine): Promise<number> {
  const text = line.operands.join(' ').trim()
  if (!text) throw new UsageError('write a question: coachkit ask "¿Cómo preparo mi primera sesión?"')
  return withCoach(line, async (open) => {
    const answer = await answerTo(open, text, (part) => {
      if (!line.json) process.stdout.write(part)
    })
    if (answer.status !== 'completed') throw new CoachError(knownCode(answer.errorCode))
    if (line.json) process.stdout.write(`${JSON.stringify(asJson(answer))}\n`)
    else process.stdout.write(`\n${sources(answer)}`)
    return 0
  })
}

async function answerTo(open: OpenCoach, text: string, onText: (part: string) => void): Promise<Message> {
  const { token } = opened.parse(await created(open.call('POST', '/v1/channels/sessions', { creator: open.creator.slug })))
  const conversation = withId.parse(await created(open.call('POST', '/v1/conversations', undefined, token)))
  const call: OpenCoach['call'] = (method, path, body) => open.call(method, path, body, token)
  return streamAnswer({
    call,
    conversationId: conversation.id,
    onText,
    send: async () => {
      const body = { clientMessageId: crypto.randomUUID(), text }
      const sent = await created(call('POST', `/v1/conversations/${conversation.id}/messages`, body))
      return z.object({ message: messageSchema }).parse(sent).message.id
    },
  })
}

async function created(pending: Promise<Response>): Promise<unknown> {
  const response = await pending
  if (!response.ok) throw new Error((await failureOf(response)).message)
  return response.json()
}

function asJson(answer: Message) {
  return {
    answer: answer.text,
    citations: answer.citations.map((citation) => ({
      document: citation.documentName,
      ...(citation.page === undefined ? {} : { page: citation.page }),
      ...(citation.headings.length === 0 ? {} : { heading: citation.headings.join(' › ') }),
      quote: citation.quote,
    })),
    confidence: answer.confidence ?? 0,
  }
}

function sources(answer: Message): string {
  return answer.citations
    .map((citation) => {
      const place = citation.page === undefined ? citation.headings.at(-1) : `p. ${citation.page}`
      return `\n[${citation.number}] ${citation.documentName}${place ? `, ${place}` : ''}\n    «${citation.quote.replace(/\s+/g, ' ')}»\n`
    })
    .join('')
}

function knownCode(code: string | undefined): ErrorCode {
  return code !== undefined && code in errorCatalogue ? (code as ErrorCode) : 'AI_001'
}
