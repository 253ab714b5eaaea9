import { multipartError } from './multipart-error.js'

/** The bytes of a part without its transfer encoding, which old clients still use. Throws CoachError VAL_001 for one that is not known. */
export function decodeTransfer(encoding: string, bytes: Buffer): Buffer {
  if (encoding === 'binary' || encoding === '7bit' || encoding === '8bit') return bytes
  if (encoding === 'base64') return Buffer.from(bytes.toString('latin1'), 'base64')
  if (encoding === 'quoted-printable') return quotedPrintable(bytes)
  throw multipartError('transfer_encoding')
}

function quotedPrintable(bytes: Buffer): Buffer {
  const text = bytes
    .toString('latin1')
    .replace(/[ \t]+(?=\r?\n|$)/g, '')
    .replace(/=\r?\n/g, '')
  return Buffer.from(
    text.replace(/=([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}
