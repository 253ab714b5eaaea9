import { headerParameters } from './header-parameters.js'
import { multipartError } from './multipart-error.js'
import { type PartHeaders, partHeaders } from './part-headers.js'
import { decodeTransfer } from './transfer-encoding.js'

export interface Part {
  name: string
  /** The claimed name of a file; absent for plain fields. */
  fileName: string | undefined
  /** A view of the body, unless a transfer encoding had to be taken off. */
  bytes: Uint8Array<ArrayBuffer>
}

const boundaryPattern = /^[\w'()+,\-./:=? ]{0,69}[\w'()+,\-./:=?]$/
const maxParts = 20
const maxHeaderBytes = 4096
const maxPadding = 64

/** The parts of a form that is held in memory, read strictly, so that nobody before or behind us reads another form. Throws CoachError VAL_001. */
export function parseMultipart(body: Uint8Array<ArrayBuffer>, contentType: string): Part[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const delimiter = delimiterOf(bytes, boundaryOf(contentType))
  const parts: Part[] = []
  let at = firstDelimiter(bytes, delimiter)
  while (at && !at.closes) {
    if (parts.length === maxParts) throw multipartError('too_many_parts')
    const next = nextDelimiter(bytes, delimiter, at.end - 2)
    if (!next) throw multipartError('not_closed')
    parts.push(readPart(bytes.subarray(at.end, Math.max(next.start, at.end))))
    at = next
  }
  if (!at || parts.length === 0) throw multipartError('boundary')
  return parts
}

function boundaryOf(contentType: string): string {
  const boundary = headerParameters(contentType)?.parameters.get('boundary') ?? ''
  if (!boundaryPattern.test(boundary)) throw multipartError('boundary')
  return boundary
}

/** With the line end before it. Some clients count the two dashes in front of a boundary as part of it. */
function delimiterOf(bytes: Buffer, boundary: string): Buffer {
  const proper = `--${boundary}`
  const begins = (text: string) => bytes.subarray(0, text.length).toString('latin1') === text
  const dashesCounted = boundary.startsWith('--') && begins(boundary) && !begins(proper)
  return Buffer.from(`\r\n${dashesCounted ? boundary : proper}`, 'latin1')
}

interface Found {
  /** Where the line end before the delimiter begins: the part before it ends there. */
  start: number
  /** Behind the delimiter's own line. */
  end: number
  closes: boolean
}

/** The line end before the first delimiter is missing when nothing stands before it. */
function firstDelimiter(bytes: Buffer, delimiter: Buffer): Found | undefined {
  const bare = delimiter.subarray(2)
  const found = bytes.subarray(0, bare.length).equals(bare) ? lineAfter(bytes, { start: 0, end: bare.length }) : undefined
  return found ?? nextDelimiter(bytes, delimiter, 0)
}

function nextDelimiter(bytes: Buffer, delimiter: Buffer, from: number): Found | undefined {
  for (let start = bytes.indexOf(delimiter, from); start >= 0; start = bytes.indexOf(delimiter, start + 1)) {
    const found = lineAfter(bytes, { start, end: start + delimiter.length })
    if (found) return found
  }
  return undefined
}

/** A delimiter is followed by two dashes, or by its line's end; anything else merely begins like one. */
function lineAfter(bytes: Buffer, { start, end }: { start: number; end: number }): Found | undefined {
  const text = bytes.subarray(end, end + maxPadding).toString('latin1')
  if (text.startsWith('--')) return { start, end: end + 2, closes: true }
  const [line] = /^[ \t]*\r\n/.exec(text) ?? []
  return line === undefined ? undefined : { start, end: end + line.length, closes: false }
}

function readPart(part: Buffer): Part {
  const blank = part.indexOf('\r\n\r\n')
  if (blank < 0 || blank > maxHeaderBytes) throw multipartError('part_header')
  const { name, fileName, transferEncoding }: PartHeaders = partHeaders(part.subarray(0, blank).toString('utf8'))
  const content = decodeTransfer(transferEncoding, part.subarray(blank + 4))
  return { name, fileName, bytes: new Uint8Array(content.buffer as ArrayBuffer, content.byteOffset, content.byteLength) }
}
