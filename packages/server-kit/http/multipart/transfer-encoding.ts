import { multipartError } from './multipart-error.js'

/** Characters that are held back because what follows decides what they mean; lines are of 76. */
const longestHeld = 1024

/** The bytes of a part without its transfer encoding, which old clients still use. Throws CoachError VAL_001 for one that is not known. */
export function decodeTransfer(encoding: string, bytes: AsyncIterable<Buffer>): AsyncIterable<Uint8Array> {
  if (encoding === 'binary' || encoding === '7bit' || encoding === '8bit') return bytes
  if (encoding === 'base64') return base64(bytes)
  if (encoding === 'quoted-printable') return quotedPrintable(bytes)
  throw multipartError('transfer_encoding')
}

async function* base64(pieces: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  let held = ''
  for await (const piece of pieces) {
    held += piece.toString('latin1').replace(/[^\w+/-]/g, '')
    const whole = held.length - (held.length % 4)
    if (whole > 0) yield Buffer.from(held.slice(0, whole), 'base64')
    held = held.slice(whole)
  }
  if (held !== '') yield Buffer.from(held, 'base64')
}

async function* quotedPrintable(pieces: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  let held = ''
  for await (const piece of pieces) {
    held += piece.toString('latin1')
    const [open = ''] = /(?:[ \t]+\r?|=[ \t]*\r?|=[\da-f])$/i.exec(held.slice(-longestHeld)) ?? []
    if (open.length === longestHeld) throw multipartError('transfer_encoding')
    const whole = held.slice(0, held.length - open.length)
    if (whole !== '') yield unquoted(whole)
    held = open
  }
  if (held !== '') yield unquoted(held)
}

function unquoted(encoded: string): Buffer {
  const text = encoded.replace(/[ \t]+(?=\r?\n|$)/g, '').replace(/=\r?\n/g, '')
  return Buffer.from(
    text.replace(/=([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}
