import { AdapterError, type GenerateRequest } from '../../ports/index.js'
import type { MessageParts } from './message-parts.js'

interface Generation {
  parts: MessageParts
  answerId: string
  request: GenerateRequest
  signal: AbortSignal
}

/** Has the model write an answer, shown as it comes. `model` is the one that wrote it. */
export async function generate({ parts, answerId, request, signal }: Generation): Promise<{ text: string; model: string }> {
  let model = parts.languageModel.id
  let text = ''
  for await (const part of parts.languageModel.stream(request, { signal })) {
    if (part.type === 'model') model = part.id
    if (part.type !== 'text') continue
    text += part.text
    parts.streams.append({ messageId: answerId, text: part.text })
  }
  signal.throwIfAborted()
  if (!text.trim()) throw new AdapterError({ adapter: model, code: 'empty', retryable: true, message: 'The model gave no text.' })
  return { text, model }
}
