/** Characters one event may have; more is not a chat chunk. */
const longestEvent = 1024 * 1024

export interface ServerSentData {
  data: string
  /** Whether the blank line that ends an event had come. */
  whole: boolean
}

/**
 * The `data` of each server-sent event: comments and other fields are left out, CRLF and split characters are fine. Source: WHATWG HTML, 9.2.6.
 * Throws a SyntaxError at the end of a text that held no event at all.
 */
export async function* serverSentData(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentData> {
  const decoder = new TextDecoder()
  const events = createEventReader()
  let rest = ''
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true })
    // A lone CR at the end may be half of a CRLF: it waits for the next piece.
    const lines = rest.split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    if (rest.length + events.size() > longestEvent) throw new Error('An event is too long')
    for (const line of lines) yield* events.read(line)
  }
  // The last event may come without the blank line that ends it, or be cut.
  yield* events.read((rest + decoder.decode()).replace(/\r$/, ''))
  yield* events.rest()
  if (events.isOtherText()) throw new SyntaxError('There was no event in the stream')
}

function createEventReader() {
  let data: string[] = []
  let size = 0
  let [fields, others] = [0, 0]
  const take = function* (whole: boolean): Generator<ServerSentData> {
    if (data.length > 0) yield { data: data.join('\n'), whole }
    data = []
    size = 0
  }
  return {
    size: () => size,
    *read(line: string): Generator<ServerSentData> {
      if (line === '') yield* take(true)
      if (/^(?:data|event|id|retry|):/.test(line)) fields += 1
      else if (line !== '') others += 1
      if (!line.startsWith('data:')) return
      data.push(line.slice(line.startsWith('data: ') ? 6 : 5))
      size += line.length
    },
    rest: () => take(false),
    isOtherText: () => others > 0 && fields === 0,
  }
}
