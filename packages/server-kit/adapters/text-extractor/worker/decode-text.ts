import { UnreadableError } from './unreadable-error.js'

/** Share of accented letters among all letters above which Windows-1252 was the wrong guess. */
const mostAccents = 0.3
const mostControls = 0.02

/**
 * Bytes to text: by byte order mark, then UTF-16/32 by their zero bytes, then UTF-8, then what the file declares, then Windows-1252.
 * Anything else is refused.
 */
export function decodeText(bytes: Uint8Array, declared?: string): string {
  const text = decode(bytes, declared)
  if (text.trim() === '') throw new UnreadableError('DOCUMENT_006')
  if (looksLikeGarbage(text)) throw new UnreadableError('DOCUMENT_007')
  return text
}

function decode(bytes: Uint8Array, declared: string | undefined): string {
  const [first, second, third, fourth] = bytes
  if (first === 0xff && second === 0xfe && third === 0 && fourth === 0) return decodeUtf32(bytes, true)
  if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return decodeUtf32(bytes, false)
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const wide = wideEncoding(bytes)
  if (wide) return wide
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return decodeDeclared(bytes, declared) ?? decodeWindows1252(bytes)
  }
}

/** Latin text in UTF-16 or UTF-32 has a zero in nearly every other byte, always at the same places. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, Math.min(bytes.length, 4000) & ~3)
  if (sample.length < 4) return undefined
  const zeros = [0, 0, 0, 0]
  for (const [index, value] of sample.entries()) if (value === 0) zeros[index & 3] = (zeros[index & 3] ?? 0) + 1
  const most = (place: number) => (zeros[place] ?? 0) > (sample.length / 4) * 0.7
  if (most(1) && most(2) && most(3)) return decodeUtf32(bytes, true)
  if (most(0) && most(1) && most(2)) return decodeUtf32(bytes, false)
  if (most(1) && most(3)) return new TextDecoder('utf-16le').decode(bytes)
  if (most(0) && most(2)) return new TextDecoder('utf-16be').decode(bytes)
  return undefined
}

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let text = ''
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
    const point = view.getUint32(at, littleEndian)
    text += point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff) ? '\uFFFD' : String.fromCodePoint(point)
  }
  return text
}

function decodeDeclared(bytes: Uint8Array, declared: string | undefined): string | undefined {
  if (declared === undefined || /^utf-?8$/i.test(declared)) return undefined
  try {
    return new TextDecoder(declared, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** UTF-8 with a few broken bytes is still UTF-8; a file without any well-formed sequence is Windows-1252. */
function decodeWindows1252(bytes: Uint8Array): string {
  const lenient = new TextDecoder('utf-8').decode(bytes)
  const broken = lenient.split('\uFFFD').length - 1
  const wellFormed = lenient.match(/[\u0080-\uFFFC]/g)?.length ?? 0
  return wellFormed > broken ? lenient : new TextDecoder('windows-1252').decode(bytes)
}

function looksLikeGarbage(text: string): boolean {
  const sample = text.slice(0, 20_000)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is counted
  const controls = sample.match(/[\u0000-\u0008\u000E-\u001F\u0080-\u009F\uFFFD]/g)?.length ?? 0
  if (controls / sample.length > mostControls) return true
  const latin = sample.match(/[A-Za-z]/g)?.length ?? 0
  const accented = sample.match(/[\u00A1-\u00FF]/g)?.length ?? 0
  const other = sample.match(/[\u0100-\uFFFC]/g)?.length ?? 0
  return other < accented && accented / (latin + accented || 1) > mostAccents && accented > 20
}
