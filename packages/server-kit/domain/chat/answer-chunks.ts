import {
  type ChatChunk,
  type ChatMessage,
  type ChatMetadata,
  type Citation,
  CoachError,
  type ErrorCode,
  errorCatalogue,
  errorMessage,
  type Language,
  type Message,
} from '@coachkit/contract'

/** One answer as the chunks of an AI SDK UI message stream. */
export interface AnswerChunks {
  begin(): ChatChunk[]
  /** It is written from the beginning, by whoever took it over. */
  restart(): ChatChunk[]
  write(text: string): ChatChunk[]
  /** What of its end was not written yet, its sources, and how it ended. */
  end(answer: Message): ChatChunk[]
  /** It cannot be followed any further from here. */
  fail(error: unknown): ChatChunk[]
}

export function createAnswerChunks({ answer, language }: { answer: Message; language: Language }): AnswerChunks {
  let text = ''
  let part = 0
  const partId = () => `text-${part}`
  const write = (piece: string): ChatChunk[] => {
    if (piece === '') return []
    const begun: ChatChunk[] = text === '' ? [{ type: 'text-start', id: partId() }] : []
    text += piece
    return [...begun, { type: 'text-delta', id: partId(), delta: piece }]
  }
  const restart = (): ChatChunk[] => {
    if (text === '') return []
    text = ''
    part += 1
    return [{ type: 'reset-step' }]
  }
  const closeText = (): ChatChunk[] => (text === '' ? [] : [{ type: 'text-end', id: partId() }])

  return {
    begin: () => [{ type: 'start', messageId: answer.id, messageMetadata: metadataOf(answer) }, { type: 'start-step' }],
    restart,
    write,
    end(ended) {
      // What stays may differ from what was written: a citation of nothing is not kept.
      const rest = ended.text.startsWith(text) ? write(ended.text.slice(text.length)) : [...restart(), ...write(ended.text)]
      return [...rest, ...closeText(), ...ended.citations.map(sourceOf), { type: 'finish-step' }, ...endingOf(ended, language)]
    },
    fail(error) {
      const code = CoachError.isInstance(error) ? error.code : 'INTERNAL_001'
      return [...closeText(), ...failure(code, language)]
    },
  }
}

/** A conversation that somebody else than the coach has: nothing is written. */
export function handoverChunks({ messageId, state }: { messageId: string; state: 'coach' | 'requested' | 'person' }): ChatChunk[] {
  return [
    { type: 'start', messageId },
    { type: 'data-handover', data: { state } },
    { type: 'finish', finishReason: 'other' },
  ]
}

/** A message that was said, whole, as a page shows it. What a person said in the coach's place is an answer to it. */
export function chatMessageOf(message: Message, language: Language): ChatMessage {
  const { id, role, text, clientMessageId, status, citations } = message
  const said = text === '' ? [] : [{ type: 'text' as const, text }]
  const failed = status === 'failed' || status === 'interrupted' ? [errorPart(knownCode(message.errorCode), language)] : []
  const isUser = role === 'user'
  return {
    id: (isUser ? clientMessageId : undefined) ?? id,
    role: isUser ? 'user' : 'assistant',
    parts: [...said, ...citations.map(sourceOf), ...failed],
    metadata: metadataOf(message),
  }
}

function endingOf(answer: Message, language: Language): ChatChunk[] {
  const messageMetadata = metadataOf(answer)
  if (answer.status === 'completed') return [{ type: 'finish', finishReason: 'stop', messageMetadata }]
  if (answer.status === 'stopped') {
    return [
      { type: 'abort', reason: 'stopped' },
      { type: 'finish', finishReason: 'interrupted', messageMetadata },
    ]
  }
  return [{ type: 'finish', finishReason: 'error', messageMetadata }, ...failure(knownCode(answer.errorCode), language)]
}

/** The typed part stays with the message; the error is what the AI SDK's `onError` gets, and the last that is read. */
function failure(code: ErrorCode, language: Language): ChatChunk[] {
  const message = errorMessage(code, language)
  return [errorPart(code, language), { type: 'error', errorText: message }]
}

function errorPart(code: ErrorCode, language: Language) {
  return { type: 'data-error' as const, data: { code, message: errorMessage(code, language), retryable: errorCatalogue[code].retryable } }
}

function knownCode(code: string | undefined): ErrorCode {
  return code !== undefined && code in errorCatalogue ? (code as ErrorCode) : 'AI_001'
}

function metadataOf({ conversationId, status, author, confidence, model, cached, errorCode }: Message): ChatMetadata {
  return {
    conversationId,
    status,
    ...(author === undefined ? {} : { author }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(model === undefined ? {} : { model }),
    ...(cached ? { cached } : {}),
    ...(errorCode === undefined ? {} : { errorCode }),
  }
}

const mediaTypes: Record<string, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  md: 'text/markdown',
  html: 'text/html',
  htm: 'text/html',
}

function sourceOf(citation: Citation) {
  const { chunkId: sourceId, documentName: title, source } = citation
  const providerMetadata = { coachkit: citation }
  if (source !== undefined) return { type: 'source-url' as const, sourceId, url: source, title, providerMetadata }
  const mediaType = mediaTypes[title.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'text/plain'
  return { type: 'source-document' as const, sourceId, mediaType, title, filename: title, providerMetadata }
}
