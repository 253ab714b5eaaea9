export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif'

/** What an image is by its first bytes, whatever it is called. SVG is none: it can hold programs. */
export function imageType(bytes: Uint8Array): ImageType | undefined {
  const at = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
  if (at(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png'
  if (at(0, 3) === '\xff\xd8\xff') return 'image/jpeg'
  if (at(0, 4) === 'RIFF' && at(8, 12) === 'WEBP') return 'image/webp'
  return /^GIF8[79]a$/.test(at(0, 6)) ? 'image/gif' : undefined
}
