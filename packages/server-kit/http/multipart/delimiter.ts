import { headerParameters } from './header-parameters.js'
import { multipartError } from './multipart-error.js'
import type { PieceReader } from './piece-reader.js'

const boundaryPattern = /^[\w'()+,\-./:=? ]{0,69}[\w'()+,\-./:=?]$/
export const maxPadding = 64

export interface Found {
  /** Where the line end before the delimiter begins: the part before it ends there. */
  start: number
  /** Behind the delimiter's own line. */
  end: number
  closes: boolean
}

/** With the line end before it. Some clients count the two dashes in front of a boundary as part of it. */
export async function delimiterOf(reader: PieceReader, contentType: string): Promise<Buffer> {
  const boundary = headerParameters(contentType)?.parameters.get('boundary') ?? ''
  if (!boundaryPattern.test(boundary)) throw multipartError('boundary')
  const proper = `--${boundary}`
  await reader.fill(proper.length)
  const begins = (text: string) => reader.held().subarray(0, text.length).toString('latin1') === text
  const dashesCounted = boundary.startsWith('--') && begins(boundary) && !begins(proper)
  return Buffer.from(`\r\n${dashesCounted ? boundary : proper}`, 'latin1')
}

/** Passes over the preamble. The line end before the first delimiter is missing when nothing stands before it. */
export async function firstDelimiter(reader: PieceReader, delimiter: Buffer): Promise<Found> {
  const bare = delimiter.subarray(2)
  await reader.fill(bare.length + maxPadding)
  const opens = reader.held().subarray(0, bare.length).equals(bare) ? lineAfter(reader.held(), { start: 0, end: bare.length }) : undefined
  for (let found = opens; ; found = undefined) {
    found ??= await nextDelimiter(reader, delimiter)
    if (found) return found
    reader.take(Math.max(0, reader.held().length - delimiter.length + 1))
    if (!(await reader.pull())) throw multipartError('boundary')
  }
}

/** The first delimiter that begins in what is held; waits for what decides whether it is one. */
export async function nextDelimiter(reader: PieceReader, delimiter: Buffer): Promise<Found | undefined> {
  for (let start = reader.held().indexOf(delimiter); start >= 0; start = reader.held().indexOf(delimiter, start + 1)) {
    const end = start + delimiter.length
    await reader.fill(end + maxPadding)
    const found = lineAfter(reader.held(), { start, end })
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
