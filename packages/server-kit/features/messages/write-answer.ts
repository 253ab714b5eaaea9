import type { Message } from '@coachkit/contract'
import type { CreatorRecord, GenerateRequest, UsageReservation } from '../../ports/index.js'
import type { ToolTurn } from '../tools/index.js'
import { asGeneration, keepAnswer, placeOfAnswer } from './cached-answer.js'
import { reserveExchange } from './exchange-quota.js'
import { beginGeneration, type Generation, generate, mostOf } from './generate.js'
import type { MessageParts } from './message-parts.js'

/** What writing an answer needs to know, and leaves behind. */
export interface WrittenTurn {
  creator: CreatorRecord
  answer: Message
  /** What the answer took out of the month's quotas, once it did. */
  reserved?: UsageReservation[]
  /** The call of the model, once it began. */
  generation?: Generation
}
interface Writing {
  request: GenerateRequest
  tools: ToolTurn | undefined
  /** The material has an answer; else only what tools say is one. */
  covered: boolean
  signal: AbortSignal
}

/** The same request is answered with what was written before; an answer that is to take another's place is written anew, and what tools said is not kept. */
export async function answerTo(parts: MessageParts, turn: WrittenTurn, writing: Writing): Promise<Generation> {
  const { creator, answer } = turn
  const { request, covered } = writing
  const place = covered ? await placeOfAnswer(parts, { creatorId: creator.id, request, anew: answer.supersedes !== undefined }) : undefined
  if (!place?.found) {
    const generation = await write(parts, turn, writing)
    if (place && !generation.earlier) await keepAnswer(parts, place, generation)
    return generation
  }
  turn.reserved = await reserveExchange(parts, { creator, answerId: answer.id })
  turn.generation = asGeneration(request, place.found)
  parts.streams.append({ messageId: answer.id, text: place.found.text })
  return turn.generation
}

async function write(parts: MessageParts, turn: WrittenTurn, { request, tools, covered, signal }: Writing): Promise<Generation> {
  const { languageModel, streams } = parts
  const messageId = turn.answer.id
  turn.reserved = await reserveExchange(parts, { creator: turn.creator, answerId: messageId, most: mostOf(request, parts) })
  const generation = beginGeneration(request, languageModel)
  turn.generation = generation
  const show = (text: string) => streams.append({ messageId, text })
  // Before a tool was asked what it says has no ground.
  let shown = covered
  const afterShowing = ({ run }: ToolTurn): Pick<ToolTurn, 'run'> => ({
    run(calls, signalOfCalls) {
      if (!shown) show(generation.text)
      shown = true
      return run(calls, signalOfCalls)
    },
  })
  await generate(generation, { languageModel, signal, onText: (text) => shown && show(text), tools: tools && afterShowing(tools) })
  return generation
}
