import { UnreadableError } from './unreadable-error.js'

const [less, greater, double, single] = [0x3c, 0x3e, 0x22, 0x27]

/** What stands in an XML text, in order. `attributes` as written: read them with `attribute` where they matter. */
export interface XmlHandler {
  open(name: string, attributes: string): void
  close(name: string): void
  text?(words: string): void
}

/** Reads well-formed XML without document types, tag by tag. Fails with UnreadableError where it is not well formed. */
export function readXml(xml: string, handler: XmlHandler): void {
  const tags = balanced(handler)
  let at = 0
  for (let start = xml.indexOf('<'); start >= 0; start = xml.indexOf('<', at)) {
    tags.say(xml.slice(at, start))
    at = afterOther(xml, start, tags.say) ?? 0
    if (at > 0) continue
    const end = endOfTag(xml, start)
    if (xml[start + 1] === '/') tags.close(xml.slice(start + 2, end).trimEnd())
    else tags.open(xml.slice(start + 1, end))
    at = end + 1
  }
  tags.say(xml.slice(at))
  tags.end()
}

/** Hands on what is balanced, inside one root. */
function balanced(handler: XmlHandler) {
  const open: string[] = []
  let hasRoot = false
  return {
    say(words: string): void {
      if (words !== '' && open.length > 0) handler.text?.(decodeEntities(words))
      else if (words.trim() !== '') throw damaged()
    },
    open(tag: string): void {
      const isEmpty = tag.endsWith('/')
      const name = /^[^\s/>]+/.exec(tag)?.[0]
      if (name === undefined || (open.length === 0 && hasRoot)) throw damaged()
      hasRoot = true
      handler.open(name, tag.slice(name.length, isEmpty ? -1 : undefined))
      if (isEmpty) handler.close(name)
      else open.push(name)
    },
    close(name: string): void {
      if (open.pop() !== name) throw damaged()
      handler.close(name)
    },
    end(): void {
      if (open.length > 0 || !hasRoot) throw damaged()
    },
  }
}

/** The value of an attribute, by the end of its name: prefixes differ from writer to writer. */
export function attribute(attributes: string, name: string): string | undefined {
  const [, first, second] = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes) ?? []
  const value = first ?? second
  return value === undefined ? undefined : decodeEntities(value)
}

function damaged(): UnreadableError {
  return new UnreadableError('DOCUMENT_007')
}

/** Where a comment, an instruction or a CDATA section ends; `undefined` for a tag. */
function afterOther(xml: string, start: number, onText: (words: string) => void): number | undefined {
  const after = (mark: string, from: number) => {
    const end = xml.indexOf(mark, from)
    if (end < 0) throw damaged()
    return end
  }
  if (xml[start + 1] === '?') return after('?>', start + 2) + 2
  if (xml[start + 1] !== '!') return undefined
  if (xml.startsWith('<!--', start)) return after('-->', start + 4) + 3
  if (!xml.startsWith('<![CDATA[', start)) throw damaged()
  const end = after(']]>', start + 9)
  // What stands in one means itself.
  onText(xml.slice(start + 9, end).replaceAll('&', '&amp;'))
  return end + 3
}

/** The `>` of a tag; one inside a quoted value is none. */
function endOfTag(xml: string, start: number): number {
  let quote = 0
  for (let at = start + 1; at < xml.length; at += 1) {
    const code = xml.charCodeAt(at)
    if (quote !== 0) {
      if (code === quote) quote = 0
    } else if (code === greater) return at
    else if (code === less) throw damaged()
    else if (code === double || code === single) quote = code
  }
  throw damaged()
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name) return named[name] ?? whole
    const point = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hex ?? '', 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : ''
  })
}
