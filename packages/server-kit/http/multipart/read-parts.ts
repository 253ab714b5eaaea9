import { delimiterOf, type Found, firstDelimiter, maxPadding, nextDelimiter } from './delimiter.js'
import { multipartError } from './multipart-error.js'
import { partHeaders } from './part-headers.js'
import { type PieceReader, pieceReader } from './piece-reader.js'
import { decodeTransfer } from './transfer-encoding.js'

export interface Part {
  name: string
  /** The claimed name of a file; absent for plain fields. */
  fileName: string | undefined
  /** Has to be read before the next part is asked for. */
  content: AsyncIterable<Uint8Array>
}

const maxParts = 20
const maxHeaderBytes = 4096
/** Of the line end that closes a delimiter's line: it may open the next delimiter. */
const lineEnd = 2

/**
 * The parts of a form as they come in, read strictly, so that nobody before or behind us reads another form.
 * What is wrong behind a part is told where the next is asked for. Throws CoachError VAL_001.
 */
export async function* readParts(body: AsyncIterable<Uint8Array>, contentType: string): AsyncGenerator<Part> {
  const reader = pieceReader(body)
  try {
    const delimiter = await delimiterOf(reader, contentType)
    let at = await firstDelimiter(reader, delimiter)
    if (at.closes) throw multipartError('boundary')
    pass(reader, at)
    for (let count = 0; !at.closes; count += 1) {
      if (count === maxParts) throw multipartError('too_many_parts')
      const { transferEncoding, ...named } = partHeaders(await readHeaders(reader, delimiter))
      const content = decodeTransfer(
        transferEncoding,
        readContent(reader, delimiter, (end) => {
          at = end
        }),
      )
      yield { ...named, content }
      // Nothing is left of it unless nobody wanted it.
      for await (const _ of content);
    }
    // An epilogue says nothing, but counts.
    do reader.take(reader.held().length)
    while (await reader.pull())
  } finally {
    await reader.close()
  }
}

function pass(reader: PieceReader, { end, closes }: Found): void {
  reader.take(closes ? end : end - lineEnd)
}

async function readHeaders(reader: PieceReader, delimiter: Buffer): Promise<string> {
  const blankLine = () => reader.held().indexOf('\r\n\r\n', lineEnd)
  while (blankLine() < 0 && reader.held().length <= maxHeaderBytes + delimiter.length && (await reader.pull()));
  const blank = blankLine()
  if (blank < 0 || blank - lineEnd > maxHeaderBytes) throw multipartError('part_header')
  await reader.fill(blank + 4 + delimiter.length + maxPadding)
  const next = await nextDelimiter(reader, delimiter)
  if (next && next.start < blank + 4) throw multipartError('part_header')
  return reader
    .take(blank + 4)
    .subarray(lineEnd, blank)
    .toString('utf8')
}

async function* readContent(reader: PieceReader, delimiter: Buffer, onEnd: (found: Found) => void): AsyncGenerator<Buffer> {
  for (;;) {
    const found = await nextDelimiter(reader, delimiter)
    if (found) {
      const last = Buffer.from(reader.take(found.start))
      pass(reader, { ...found, end: found.end - found.start })
      onEnd(found)
      if (last.length > 0) yield last
      return
    }
    // The end of what is held may begin a delimiter.
    const certain = reader.held().length - delimiter.length + 1
    if (certain > 0) yield reader.take(certain)
    if (!(await reader.pull())) throw multipartError('not_closed')
  }
}
