const maxLength = 200
const keptEnd = 15

/** Slashes, the characters that other programs fold into slashes, and slashes behind percent signs at any depth. */
const separator = /[/\\\u2044\u2215\u2216\u29f5\u29f8\u29f9\ufe68\uff0f\uff3c]|%(?:25)*(?:2f|5c)/i
/** Controls, direction marks, invisible characters, private and unassigned code points, halves of characters, line ends. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** A given file name as a label for people: NFC, no folders, nothing invisible, at most 200 characters. `undefined` when nothing is left of it. */
export function cleanFileName(given: string): string | undefined {
  const last = given.normalize('NFC').split(separator).at(-1) ?? ''
  const name = last.replace(unseen, '').trim()
  if (name === '' || /^\.+$/.test(name)) return undefined
  return name.length > maxLength ? shortened(name) : name
}

/** Cuts the middle, so that the extension stays, and never inside a character. */
function shortened(name: string): string {
  const characters = Array.from(name)
  const end = characters.slice(-keptEnd).join('')
  let start = ''
  for (const character of characters) {
    if (start.length + character.length + 1 + end.length > maxLength) break
    start += character
  }
  return `${start}…${end}`
}

/** The `Content-Disposition` of a download under a label: an ASCII name for old clients, the whole one for the rest (RFC 6266). Never shown in place. */
export function contentDisposition(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%;]/g, '_')
  const encoded = encodeURIComponent(name.replace(/\p{Cs}/gu, '\ufffd')).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
