import { lexInline } from './lex-inline.js'
import { type Block, type Inline, maxDepth, maxMarkdownLength } from './nodes.js'

interface Reader {
  lines: string[]
  at: number
  depth: number
  open: boolean
}
type Rule = (reader: Reader) => Block | undefined

const fence = /^ {0,3}(`{3,20}|~{3,20})\s*([\w+#.-]{0,30})/
const heading = /^ {0,3}(#{1,6})[ \t]+(.*)$/
const item = /^( {0,12})([-*+]|\d{1,9}[.)])(?:[ \t]+(.*)|)$/
const quote = /^ {0,3}> ?/
const divider = /^[\s|:-]+$/

/** The blocks of a message; each line is read at most once per level. `open` while the text still grows. */
export function lexMarkdown(text: string, options: { open?: boolean } = {}): Block[] {
  const open = options.open ?? false
  const grown = open ? text.replace(/\[\d{0,3}$/, '') : text
  const head = grown.slice(0, maxMarkdownLength)
  const blocks = readBlocks(head.replace(/\r\n?/g, '\n').replaceAll('\t', '    ').split('\n'), { depth: 0, open })
  const rest = grown.slice(maxMarkdownLength)
  return rest ? [...blocks, { type: 'paragraph', children: [{ type: 'text', text: rest }] }] : blocks
}

function readBlocks(lines: string[], { depth, open }: { depth: number; open: boolean }): Block[] {
  const reader: Reader = { lines, at: 0, depth, open }
  const blocks: Block[] = []
  const rules: Rule[] = depth < maxDepth ? [readFence, readHeading, readRule, readQuote, readList, readTable] : [readFence]
  while (reader.at < lines.length) {
    if (isBlank(line(reader))) {
      reader.at++
      continue
    }
    let block: Block | undefined
    for (const rule of rules) {
      block = rule(reader)
      if (block) break
    }
    blocks.push(block ?? readParagraph(reader))
  }
  return blocks
}

function readFence(reader: Reader): Block | undefined {
  const found = fence.exec(line(reader))
  if (!found?.[1]) return undefined
  const end = new RegExp(`^ {0,3}${found[1].charAt(0)}{${found[1].length},}\\s*$`)
  const start = ++reader.at
  while (reader.at < reader.lines.length && !end.test(line(reader))) reader.at++
  const text = reader.lines.slice(start, reader.at).join('\n')
  reader.at++
  return { type: 'code', language: found[2] ?? '', text }
}

function readHeading(reader: Reader): Block | undefined {
  const found = heading.exec(line(reader))
  if (!found) return undefined
  reader.at++
  return { type: 'heading', level: found[1]?.length ?? 1, children: inline(reader, (found[2] ?? '').replace(/ #{1,6}$/, '')) }
}

function readRule(reader: Reader): Block | undefined {
  if (!isRule(line(reader))) return undefined
  reader.at++
  return { type: 'rule' }
}

function readQuote(reader: Reader): Block | undefined {
  if (!quote.test(line(reader))) return undefined
  const lines: string[] = []
  for (; reader.at < reader.lines.length && quote.test(line(reader)); reader.at++) lines.push(line(reader).replace(quote, ''))
  return { type: 'quote', children: readBlocks(lines, { depth: reader.depth + 1, open: reader.open }) }
}

function readList(reader: Reader): Block | undefined {
  const first = item.exec(line(reader))
  if (!first) return undefined
  const ordered = /\d/.test(first[2] ?? '')
  const indent = first[1]?.length ?? 0
  const items: Block[][] = []
  while (reader.at < reader.lines.length) {
    const next = item.exec(line(reader))
    if (!next || isRule(line(reader)) || /\d/.test(next[2] ?? '') !== ordered || (next[1]?.length ?? 0) < indent) break
    items.push(readItem(reader, next))
  }
  return items.length > 0 ? { type: 'list', ordered, start: ordered ? Number.parseInt(first[2] ?? '1', 10) : 1, items } : undefined
}

function readItem(reader: Reader, found: RegExpExecArray): Block[] {
  const indent = found[1]?.length ?? 0
  const lines = [found[3] ?? '']
  const inner = indent + (found[2]?.length ?? 1) + 1
  for (reader.at++; reader.at < reader.lines.length && !endsItem(reader, indent); reader.at++) {
    const next = line(reader)
    lines.push(leading(next) > indent ? next.slice(Math.min(leading(next), inner)) : next.trimStart())
  }
  while (reader.at < reader.lines.length && isBlank(line(reader))) reader.at++
  return readBlocks(lines, { depth: reader.depth + 1, open: reader.open })
}

/** A blank line ends an item unless the next line belongs to it by its indent. */
function endsItem(reader: Reader, indent: number): boolean {
  const next = line(reader)
  if (!isBlank(next)) return leading(next) <= indent && startsBlock(next)
  const following = reader.lines[reader.at + 1] ?? ''
  return isBlank(following) || leading(following) <= indent
}

function readTable(reader: Reader): Block | undefined {
  const below = reader.lines[reader.at + 1] ?? ''
  if (!line(reader).includes('|') || !below.includes('-') || !below.includes('|') || !divider.test(below)) return undefined
  const head = cells(line(reader))
  const rows: Inline[][][] = []
  for (reader.at += 2; reader.at < reader.lines.length && line(reader).includes('|'); reader.at++) {
    const row = cells(line(reader)).slice(0, head.length)
    rows.push(Array.from(head, (_, index) => inline(reader, row[index] ?? '')))
  }
  return { type: 'table', head: head.map((cell) => inline(reader, cell)), rows }
}

function readParagraph(reader: Reader): Block {
  const start = reader.at++
  while (reader.at < reader.lines.length && !isBlank(line(reader)) && !(reader.depth < maxDepth && startsBlock(line(reader)))) reader.at++
  const text = reader.lines.slice(start, reader.at).map((each) => each.trim())
  return { type: 'paragraph', children: inline(reader, text.join('\n')) }
}

function startsBlock(text: string): boolean {
  return fence.test(text) || heading.test(text) || quote.test(text) || item.test(text) || isRule(text)
}

function isRule(text: string): boolean {
  const marks = text.replaceAll(' ', '')
  return marks.length > 2 && '-*_'.includes(marks.charAt(0)) && marks === marks.charAt(0).repeat(marks.length)
}

function cells(text: string): string[] {
  return text
    .trim()
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|', 40)
    .map((cell) => cell.trim())
}

function inline(reader: Reader, text: string): Inline[] {
  return lexInline(text, { open: reader.open })
}

function line(reader: Reader): string {
  return reader.lines[reader.at] ?? ''
}

function leading(text: string): number {
  let count = 0
  while (text.charAt(count) === ' ') count++
  return count
}

function isBlank(text: string): boolean {
  return text.trim() === ''
}
