import type { Handlers, Routes } from '@coachkit/contract'
import type { RequestContext } from '../../dispatch/request-context.js'
import type { JobWork } from '../../ports/index.js'
import { answerQuestion, giveUpAnswer } from './answer-question.js'
import { type AnswerStreams, createAnswerStreams } from './answer-streams.js'
import { createHandlers } from './handlers.js'
import type { MessageDeps, MessageParts } from './message-parts.js'
import { stopAnswers } from './stop-answer.js'

export interface Messages {
  handlers: Handlers<Routes['messages'], RequestContext>
  streams: AnswerStreams
  /** Writes the answer to a question. */
  answer: JobWork
  /** Ends every answer of a conversation that is not there yet, and keeps what there is. */
  stopAnswers(input: { creatorId: string; conversationId: string }): Promise<void>
}

/** Sending, history, and the writing of answers. */
export function createMessages(deps: MessageDeps): Messages {
  const parts: MessageParts = {
    ...deps,
    streams: createAnswerStreams({ bus: deps.bus }),
    running: new Map(),
    publish(conversationId, events) {
      for (const { offset, event } of events) deps.bus.publish(`conversation:${conversationId}`, { kind: 'durable', offset, event })
    },
  }
  return {
    handlers: createHandlers(parts),
    streams: parts.streams,
    stopAnswers: (input) => stopAnswers(parts, input),
    answer: { run: (job, signal) => answerQuestion(parts, job, signal), giveUp: (job) => giveUpAnswer(parts, job) },
  }
}
