import { type Inline, maxDepth } from './nodes.js'
import { safeLink } from './safe-link.js'

interface Frame {
  marker: string
  children: Inline[]
}
interface Lexer {
  source: string
  at: number
  frames: Frame[]
  links: boolean
  depth: number
  /** For each `[`, where its `]` stands. */
  brackets: Map<number, number>
  /** Where backtick runs of each length stand, last first. */
  ticks: Map<number, number[]>
}
type Reader = (lexer: Lexer) => boolean

const kinds: Record<string, 'strong' | 'emphasis' | 'deleted'> = { '**': 'strong', __: 'strong', '*': 'emphasis', _: 'emphasis', '~~': 'deleted' }
const plain = /[^\\`*_~[!<h\n]+/y
const bare = /https?:\/\/[^\s<>"'`*[\]]{1,1900}/iy
const angle = /<((?:https?:\/\/|mailto:)[^\s<>]{1,1900})>/iy
const reference = /\[(\d{1,3})\]/y
const destination =
  /\(\s{0,8}(?:<([^<>\n]{0,1900})>|([^\s()<>]{0,1900}(?:\([^\s()]{0,200}\)[^\s()<>]{0,200}){0,4}))(?:\s{1,8}(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'))?\s{0,8}\)/y
const readers: Record<string, Reader> = {
  '\\': readEscape,
  '`': readCode,
  '*': readMarker,
  _: readMarker,
  '~': readMarker,
  '[': readBracket,
  '!': readImage,
  '<': readAngle,
  h: readBare,
  '\n': readBreak,
}

/** The inlines of one paragraph, in one pass. `open` closes what an answer being written has not closed yet. */
export function lexInline(source: string, options: { open?: boolean; links?: boolean; depth?: number } = {}): Inline[] {
  const { open = false, links = true, depth = 0 } = options
  const lexer: Lexer = { source, at: 0, frames: [{ marker: '', children: [] }], links, depth, brackets: matchBrackets(source), ticks: findTicks(source) }
  while (lexer.at < source.length) {
    const letter = source.charAt(lexer.at)
    if (readers[letter]?.(lexer)) continue
    const text = match(plain, source, lexer.at)?.[0] ?? letter
    lexer.at += text.length
    push(lexer, text)
  }
  while (lexer.frames.length > 1) open ? close(lexer) : unwind(lexer)
  return lexer.frames[0]?.children ?? []
}

function readEscape(lexer: Lexer): boolean {
  const next = lexer.source.charAt(lexer.at + 1)
  if (!/[!-/:-@[-`{-~]/.test(next)) return false
  push(lexer, next)
  lexer.at += 2
  return true
}

function readCode(lexer: Lexer): boolean {
  const { source } = lexer
  const length = runLength(source, lexer.at)
  const ends = lexer.ticks.get(length) ?? []
  while ((ends.at(-1) ?? source.length) <= lexer.at) ends.pop()
  const end = ends.at(-1)
  if (end === undefined) {
    push(lexer, '`'.repeat(length))
    lexer.at += length
    return true
  }
  const text = source.slice(lexer.at + length, end).replaceAll('\n', ' ')
  add(lexer, { type: 'code', text: /^ .*[^ ].* $/.test(text) ? text.slice(1, -1) : text })
  lexer.at = end + length
  return true
}

function readMarker(lexer: Lexer): boolean {
  const { source, at } = lexer
  const letter = source.charAt(at)
  const run = runLength(source, at)
  const before = source.charAt(at - 1)
  const after = source.charAt(at + run)
  lexer.at += run
  if (run > 3 || (letter === '~' && run !== 2)) {
    push(lexer, source.slice(at, at + run))
    return true
  }
  let left = run
  while (touches(letter, before, after) && left > 0) {
    const closed = closeFrame(lexer, letter, left)
    if (closed === 0) break
    left -= closed
  }
  while (left > 0) {
    const marker = letter.repeat(left >= 2 ? 2 : 1)
    left -= marker.length
    if (touches(letter, after, before) && lexer.depth + lexer.frames.length <= maxDepth) lexer.frames.push({ marker, children: [] })
    else push(lexer, marker)
  }
  return true
}

/** Whether a marker leans on the text on its inner side; `_` must also stand at a word's edge. */
function touches(letter: string, inner: string, outer: string): boolean {
  return /\S/.test(inner) && !(letter === '_' && /[\p{L}\p{N}]/u.test(outer))
}

/** Closes the innermost frame that the run can close; frames inside it turn back into text. */
function closeFrame(lexer: Lexer, letter: string, run: number): number {
  for (let index = lexer.frames.length - 1; index > 0; index--) {
    const frame = lexer.frames[index]
    if (!frame || frame.marker.charAt(0) !== letter || frame.marker.length > run || (frame.children.length === 0 && index === lexer.frames.length - 1)) continue
    while (lexer.frames.length - 1 > index) unwind(lexer)
    close(lexer)
    return frame.marker.length
  }
  return 0
}

function readBracket(lexer: Lexer): boolean {
  const { source, at } = lexer
  const end = lexer.brackets.get(at)
  if (end !== undefined && lexer.links && lexer.depth < maxDepth && source.charAt(end + 1) === '(') {
    const target = match(destination, source, end + 1)
    if (target) {
      link(lexer, source.slice(at + 1, end), target[1] ?? target[2] ?? '')
      lexer.at = end + 1 + target[0].length
      return true
    }
  }
  const number = match(reference, source, at)
  if (!number) return false
  add(lexer, { type: 'citation', number: Number(number[1]) })
  lexer.at += number[0].length
  return true
}

/** An image is never loaded: its description stands as a link to it. */
function readImage(lexer: Lexer): boolean {
  const end = lexer.brackets.get(lexer.at + 1)
  if (end === undefined || lexer.source.charAt(end + 1) !== '(') return false
  lexer.at += 1
  if (readBracket(lexer)) return true
  lexer.at -= 1
  return false
}

function link(lexer: Lexer, label: string, address: string): void {
  const safe = safeLink(address)
  const children = lexInline(label, { links: false, depth: lexer.depth + lexer.frames.length })
  if (!safe) for (const child of children) add(lexer, child)
  else
    add(lexer, {
      type: 'link',
      ...safe,
      host: [label, safeLink(label)?.host].includes(safe.host) ? '' : safe.host,
      children: children.length > 0 ? children : [{ type: 'text', text: safe.href }],
    })
}

function readAngle(lexer: Lexer): boolean {
  const found = match(angle, lexer.source, lexer.at)
  return found !== null && readAddress(lexer, found[1] ?? '', found[0].length)
}

function readBare(lexer: Lexer): boolean {
  const { source, at } = lexer
  const text = match(bare, source, at)?.[0].replace(/[.,;:!?)]{1,20}$/, '')
  return text !== undefined && !/[\p{L}\p{N}]/u.test(source.charAt(at - 1)) && readAddress(lexer, text, text.length)
}

/** An address that is its own label. */
function readAddress(lexer: Lexer, text: string, length: number): boolean {
  const safe = lexer.links ? safeLink(text) : undefined
  if (!safe) return false
  add(lexer, { type: 'link', ...safe, host: '', children: [{ type: 'text', text }] })
  lexer.at += length
  return true
}

function readBreak(lexer: Lexer): boolean {
  add(lexer, { type: 'break' })
  lexer.at += 1
  return true
}

function close(lexer: Lexer): void {
  const frame = lexer.frames.pop()
  const type = frame && kinds[frame.marker]
  if (frame && type && frame.children.length > 0) add(lexer, { type, children: frame.children })
}

function unwind(lexer: Lexer): void {
  const frame = lexer.frames.pop()
  if (!frame) return
  push(lexer, frame.marker)
  for (const child of frame.children) child.type === 'text' ? push(lexer, child.text) : add(lexer, child)
}

function add(lexer: Lexer, node: Inline): void {
  lexer.frames.at(-1)?.children.push(node)
}

function push(lexer: Lexer, text: string): void {
  const last = lexer.frames.at(-1)?.children.at(-1)
  if (last?.type === 'text') last.text += text
  else add(lexer, { type: 'text', text })
}

function match(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(source)
}

function runLength(source: string, at: number): number {
  let end = at + 1
  while (source.charAt(end) === source.charAt(at)) end++
  return end - at
}

function matchBrackets(source: string): Map<number, number> {
  const found = new Map<number, number>()
  const open: number[] = []
  for (let index = 0; index < source.length; index++) {
    const letter = source.charAt(index)
    if (letter === '\\') index++
    else if (letter === '[') open.push(index)
    else if (letter === ']') {
      const start = open.pop()
      if (start !== undefined) found.set(start, index)
    }
  }
  return found
}

function findTicks(source: string): Map<number, number[]> {
  const found = new Map<number, number[]>()
  for (let index = source.indexOf('`'); index >= 0; index = source.indexOf('`', index)) {
    const length = runLength(source, index)
    const places = found.get(length)
    if (places) places.push(index)
    else found.set(length, [index])
    index += length
  }
  for (const places of found.values()) places.reverse()
  return found
}
