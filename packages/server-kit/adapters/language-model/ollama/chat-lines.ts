import type { AdapterError } from '../../../ports/index.js'
import { ollamaFailure } from './ollama-error.js'

/** Bytes one line may have; more is not a part of a chat. */
const longestLine = 1024 * 1024

/**
 * Lets the lines of a chat through, whole and without blank ones, and errs with an AdapterError at what is no line of a chat,
 * at the server's own error, and at an end that comes before the line that says `done`.
 */
export function chatLines(id: string): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder()
  const encoder = new TextEncoder()
  let rest = ''
  let lines = 0
  let done = false

  function pass(line: string, controller: TransformStreamDefaultController<Uint8Array>): void {
    if (line.trim() === '') return
    const value = parse(line)
    const failure = failureOf(id, value)
    if (failure) throw failure
    lines += 1
    done ||= (value as { done?: unknown }).done === true
    controller.enqueue(encoder.encode(`${line}\n`))
  }

  return new TransformStream({
    transform(bytes, controller) {
      const found = (rest + decoder.decode(bytes, { stream: true })).split('\n')
      rest = found.pop() ?? ''
      if (rest.length > longestLine) throw ollamaFailure(id, 'malformed')
      for (const line of found) pass(line, controller)
    },
    flush(controller) {
      rest += decoder.decode()
      // The last line may come without its end; half of one was cut.
      if (parse(rest) !== undefined || lines === 0) pass(rest, controller)
      if (done) return
      throw ollamaFailure(id, lines > 0 ? 'cut' : 'empty')
    },
  })
}

function failureOf(id: string, value: unknown): AdapterError | undefined {
  if (typeof value !== 'object' || value === null) return ollamaFailure(id, 'malformed')
  return 'error' in value ? ollamaFailure(id, 'server_error') : undefined
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
