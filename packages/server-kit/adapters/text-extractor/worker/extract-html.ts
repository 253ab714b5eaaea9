import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import type { Block, ExtractedDocument } from '../../../ports/text-extractor.js'
import { decodeText } from './decode-text.js'
import { createBlockReader } from './html-blocks.js'
import { UnreadableError } from './unreadable-error.js'

/** Never shown to a reader of the page. */
const unseen =
  'head, title, script, style, template, noscript, iframe, object, embed, svg, canvas, dialog, select, [hidden], [aria-hidden="true"], [style*="display:none"], [style*="display: none"], [style*="visibility:hidden"], [style*="visibility: hidden"], [style*="font-size:0"], [style*="font-size: 0"]'
/** What surrounds the content of a page. */
const surroundings = 'nav, footer, aside, [role="navigation"], [role="contentinfo"], [role="search"], [role="complementary"]'
const main = 'main, [role="main"]'
/** A table that holds these only places them. */
const laidOut = 'table, h1, h2, h3, h4, h5, h6'
/** The main content is at least this share of what its page says without its surroundings; a smaller find is a piece of it. */
const leastShare = 0.4
/** Bytes in which a page declares its encoding. */
const declaredWithin = 2048
const deepest = 256
const [elementNode, textNode] = [1, 3]

type Page = ReturnType<typeof parseHTML>['document']
interface HtmlNode {
  nodeType: number
  localName?: string
  textContent: string | null
  firstChild: HtmlNode | null
  nextSibling: HtmlNode | null
  parentNode: HtmlNode | null
}
interface HtmlElement extends HtmlNode {
  querySelector(selector: string): HtmlElement | null
  querySelectorAll(selector: string): Iterable<HtmlElement & { remove(): void }>
}

/** The main content of a web page: scripts never run, nothing is fetched, hidden text and menus are left out. */
export function extractHtml(bytes: Uint8Array): ExtractedDocument {
  const { document } = parseHTML(wholePage(decodeText(bytes, declaredEncoding(bytes))))
  const title = (document.title ?? '').replace(/\s+/g, ' ').trim()
  const body = document.body as unknown as HtmlElement
  for (const element of [...body.querySelectorAll(unseen)]) element.remove()
  const skipped = new Set<HtmlNode>(body.querySelectorAll(surroundings))
  const rest = blocksOf(body, skipped)
  const marked = body.querySelector(main)
  const enough = lengthOf(rest) * leastShare
  const candidates = [() => articleOf(document), () => (marked ? blocksOf(marked, skipped) : []), () => rest, () => blocksOf(body, new Set())]
  const blocks = candidates.reduce<Block[]>((found, read) => (found.length > 0 ? found : atLeast(read(), enough)), [])
  const named = title === '' || blocks.length === 0 || blocks.some(({ level }) => level === 1) ? blocks : [heading(title), ...blocks]
  return { blocks: named, ...(title === '' ? {} : { title }) }
}

function heading(text: string): Block {
  return { kind: 'heading', level: 1, text }
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, declaredWithin)).toString('latin1')
  return /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(start)?.[1] ?? /^<\?xml[^>]+encoding\s*=\s*["']([\w-]+)/i.exec(start)?.[1]
}

/** The parser makes neither page nor body of its own around a fragment. */
function wholePage(html: string): string {
  if (/<body[\s>]/i.test(html)) return /<html[\s>]/i.test(html) ? html : `<!doctype html><html>${html}</html>`
  return `<!doctype html><html><head></head><body>${html}</body></html>`
}

/** What reads like the page's article. */
function articleOf(document: Page): Block[] {
  const article = new Readability(document.cloneNode(true) as Page, { serializer: (node) => node as unknown as HtmlElement }).parse()
  return article?.content ? blocksOf(article.content, new Set(article.content.querySelectorAll(surroundings))) : []
}

function atLeast(blocks: Block[], length: number): Block[] {
  return lengthOf(blocks) >= length ? blocks : []
}

function lengthOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { text }) => sum + text.length, 0)
}

function blocksOf(root: HtmlElement, skipped: ReadonlySet<HtmlNode>): Block[] {
  const reader = createBlockReader()
  const layout = new Set<HtmlNode>([...root.querySelectorAll('table')].filter((table) => table.querySelector(laidOut)))
  let code = 0
  for (const { node, isEntered } of stepsThrough(root, skipped)) {
    if (node.nodeType === textNode && isEntered) reader.text(wordsOf(node, code > 0))
    if (node.nodeType !== elementNode) continue
    const name = nameOf(node, layout)
    if (name === 'pre') code += isEntered ? 1 : -1
    if (isEntered) reader.open(name)
    else reader.close(name)
  }
  return reader.end().map((block) => (block.kind === 'code' ? block : { ...block, text: spaced(block.text) }))
}

/** Outside of code, white space of any length is one space. */
function wordsOf(node: HtmlNode, isCode: boolean): string {
  const text = node.textContent ?? ''
  return isCode ? text : text.replace(/\s+/g, ' ')
}

/** Every node below the root as it is entered and left, without recursion; what is skipped is not entered. */
function* stepsThrough(root: HtmlNode, skipped: ReadonlySet<HtmlNode>): Generator<{ node: HtmlNode; isEntered: boolean }> {
  let node = root.firstChild
  let depth = 0
  while (node) {
    yield { node, isEntered: true }
    if (node.firstChild && !skipped.has(node)) {
      node = node.firstChild
      depth += 1
      if (depth > deepest) throw new UnreadableError('DOCUMENT_008')
      continue
    }
    yield { node, isEntered: false }
    while (!node.nextSibling && node.parentNode && node.parentNode !== root) {
      node = node.parentNode
      depth -= 1
      yield { node, isEntered: false }
    }
    node = node.nextSibling
  }
}

/** A table, a row or a cell that only places what it holds is read as a division. */
function nameOf(node: HtmlNode, layout: ReadonlySet<HtmlNode>): string {
  const name = node.localName ?? ''
  if (!/^(?:table|tbody|thead|tfoot|tr|td|th)$/.test(name)) return name
  let table: HtmlNode | null = node
  while (table && table.localName !== 'table') table = table.parentNode
  return table !== null && layout.has(table) ? 'div' : name
}

function spaced(text: string): string {
  return text.replace(/(?<=\S)[^\S\n]+/g, ' ').replace(/ ?\n (?=\S)/g, '\n')
}
