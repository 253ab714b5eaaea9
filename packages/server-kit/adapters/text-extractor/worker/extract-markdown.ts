import type { Block, ExtractedDocument } from '../../../ports/text-extractor.js'
import { decodeText } from './decode-text.js'

/** Markdown by its blocks: front matter gives the title, headings their level; lists, tables and fenced code stay whole. */
export function extractMarkdown(bytes: Uint8Array): ExtractedDocument {
  const { title, body } = frontMatter(decodeText(bytes).replace(/\r\n?/g, '\n'))
  const blocks: Block[] = []
  const lines = resolveReferences(body).split('\n')
  let at = 0
  while (at < lines.length) {
    const { block, next } = readBlock(lines, at)
    if (block) blocks.push(block)
    at = next
  }
  return { blocks, ...(title ? { title } : {}) }
}

function frontMatter(text: string): { title: string | undefined; body: string } {
  const match = /^---\n([\s\S]{0,20000}?)\n---(?:\n|$)/.exec(text)
  if (!match) return { title: undefined, body: text }
  const title = /^title:[^\S\n]*["']?(.+?)["']?[^\S\n]*$/m.exec(match[1] ?? '')?.[1]
  return { title, body: text.slice(match[0].length) }
}

const definition = /^ {0,3}\[([^\]\n]{1,200})\]:[^\S\n]*\S+.*\n?/gm

/** A reference link is its words; what only defines one says nothing to a reader. */
function resolveReferences(body: string): string {
  const names = new Set([...body.matchAll(definition)].map(([, name = '']) => name.toLowerCase()))
  if (names.size === 0) return body
  return body
    .replace(definition, '')
    .replace(/!?\[([^\][\n]{1,400})\]\[([^\]\n]{0,200})\]/g, (whole, words: string, name: string) => (names.has((name || words).toLowerCase()) ? words : whole))
}

interface Read {
  block?: Block
  next: number
}

function readBlock(lines: string[], at: number): Read {
  const line = lines[at] ?? ''
  if (line.trim() === '') return { next: at + 1 }
  const fence = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1]
  if (fence) return readFence(lines, at, fence)
  const heading = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line)
  if (heading) return { block: { kind: 'heading', level: heading[1]?.length ?? 1, text: plain(heading[2] ?? '') }, next: at + 1 }
  const underline = /^\s{0,3}(=+|-{2,})\s*$/.exec(lines[at + 1] ?? '')?.[1]
  if (underline && !isListItem(line) && !line.includes('|')) {
    return { block: { kind: 'heading', level: underline.startsWith('=') ? 1 : 2, text: plain(line) }, next: at + 2 }
  }
  if (/^\s{0,3}(?:[-*_]\s*){3,}$/.test(line)) return { next: at + 1 }
  return readRun(lines, at)
}

function readFence(lines: string[], at: number, fence: string): Read {
  let end = at + 1
  while (end < lines.length && !(lines[end] ?? '').trim().startsWith(fence)) end += 1
  return { block: { kind: 'code', text: lines.slice(at + 1, end).join('\n') }, next: end + 1 }
}

/** Lines up to the next blank one, heading or fence; a list goes on over blank lines that are followed by its next item. */
function readRun(lines: string[], at: number): Read {
  const kind = kindOf(lines[at] ?? '', lines[at + 1] ?? '')
  let end = at + 1
  while (end < lines.length && continues(lines, end, kind)) end += 1
  const kept = lines.slice(at, end).filter((line) => line.trim() !== '' && !(kind === 'table' && /^[\s|:-]+$/.test(line)))
  if (kind === 'paragraph') return { block: { kind, text: kept.map((line) => plain(line.replace(/^\s*>\s?/, '').trim())).join(' ') }, next: end }
  const text = (kind === 'list' ? wholeItems(kept) : kept).map(plain).join('\n')
  return { block: { kind, text }, next: end }
}

/** A list's lines with what was wrapped joined to its item; code in an item keeps its lines. */
function wholeItems(lines: string[]): string[] {
  const items: string[] = []
  let inCode = false
  for (const line of lines) {
    const isFence = /^\s*(?:`{3,}|~{3,})/.test(line)
    if (isFence) inCode = !inCode
    else if (items.length === 0 || inCode || isListItem(line)) items.push(line.trimEnd())
    else items[items.length - 1] += ` ${line.trim()}`
  }
  return items
}

function continues(lines: string[], at: number, kind: Block['kind']): boolean {
  const line = lines[at] ?? ''
  if (/^\s{0,3}(?:#{1,6}\s|`{3,}|~{3,})/.test(line)) return false
  if (line.trim() !== '') return kind === 'list' || !isListItem(line)
  const next = lines[at + 1] ?? ''
  return kind === 'list' && (isListItem(next) || /^\s{2,}\S/.test(next))
}

function kindOf(line: string, next: string): Block['kind'] {
  if (isListItem(line)) return 'list'
  return line.includes('|') && /^[\s|:-]+$/.test(next) && next.includes('-') ? 'table' : 'paragraph'
}

function isListItem(line: string): boolean {
  return /^\s*(?:[-*+]|\d{1,9}[.)])\s+\S/.test(line)
}

/** Elements of HTML that writers put into Markdown; any other word in angle brackets is the writer's own. */
const htmlTag =
  /<\/?(?:a|abbr|address|article|aside|b|big|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|header|hr|i|iframe|img|input|ins|kbd|li|main|mark|nav|ol|p|picture|pre|q|s|samp|script|section|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|video|wbr)\b[^>]{0,300}>/gi

/** Inline marks gone, words kept; a link is its text, an image its description. */
function plain(text: string): string {
  return text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<!--.*?-->/g, '')
    .replace(htmlTag, '')
    .replace(/(\*\*|__)(?=\S)(.+?)\1/g, '$2')
    .replace(/(?<![\w*])\*(?=\S)([^*]+)\*(?![\w*])/g, '$1')
    .replace(/`([^`]+)`/g, '$1')
}
