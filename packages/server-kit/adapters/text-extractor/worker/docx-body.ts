import { isOn, type ParagraphStyle, readWordXml } from './docx-names.js'
import { createBlockReader } from './html-blocks.js'
import { attribute } from './xml-events.js'

export interface DocxLooks {
  style(styleId: string): ParagraphStyle
  isCounted(numbering: string, depth: number): boolean
}
type Block = ReturnType<ReturnType<typeof createBlockReader>['end']>[number]
interface Paragraph extends ParagraphStyle {
  text: string
  /** Paragraphs of text boxes that hang on it. */
  inside: Paragraph[]
}

/** Not a part of the text as it stands: deleted or moved away, field codes, the second form of what was said already, and what is told elsewhere. */
const skipped = new Set(['del', 'moveFrom', 'delText', 'instrText', 'mc:Fallback', 'rt', 'comment', 'pPrChange', 'rPrChange', 'tblPrChange', 'sectPrChange'])
const longestHeading = 300
const deepestList = 8

/** Reads the paragraphs of a part, in order; gives the numbers of the notes they name. */
export function readBody(xml: string, looks: DocxLooks): { blocks: Block[]; notes: string[] } {
  const reader = createBlockReader()
  const lists = createLists(reader)
  const notes: string[] = []
  const emit = (paragraph: Paragraph) => {
    const isListed = paragraph.numbering !== undefined && paragraph.numbering !== '0'
    // An empty line between items does not end their list, and a table of contents says nothing that its sections do not.
    if (paragraph.text.trim() === '' || /^toc \d/i.test(paragraph.name ?? '')) return
    if (paragraph.level !== undefined && paragraph.text.length <= longestHeading) write(`h${paragraph.level}`, paragraph.text)
    else if (isListed) {
      const depth = Math.min(deepestList, paragraph.depth ?? 0)
      lists.item(depth, looks.isCounted(paragraph.numbering ?? '', depth), paragraph.text)
    } else write('p', paragraph.text)
  }
  const write = (tag: string, text: string) => {
    lists.end()
    reader.open(tag)
    reader.text(text)
    reader.close(tag)
  }
  const all = (paragraph: Paragraph) => {
    emit(paragraph)
    for (const inner of paragraph.inside) all(inner)
  }
  walk(xml, looks, {
    note: (kind, id) => `[${notes.push(`${kind}:${id}`)}]`,
    paragraph: all,
    table(name, isEntered) {
      lists.end()
      if (isEntered) reader.open(name)
      else reader.close(name)
    },
  })
  lists.end()
  return { blocks: reader.end(), notes }
}

/** The text of each note of a part, by its number. */
export function readNotes(xml: string, kind: 'footnote' | 'endnote', looks: DocxLooks): Map<string, string> {
  const notes = new Map<string, string>()
  let id: string | undefined
  walk(xml, looks, {
    note: () => '',
    paragraph({ text }) {
      if (id !== undefined) notes.set(`${kind}:${id}`, `${notes.get(`${kind}:${id}`) ?? ''} ${text}`.trim())
    },
    table: () => undefined,
    element(name, attributes) {
      // A separator is a line, not a note.
      if (name === kind) id = attribute(attributes, 'type') === undefined ? attribute(attributes, 'id') : undefined
    },
  })
  return notes
}

interface Listener {
  /** What stands in the text for a note. */
  note(kind: 'footnote' | 'endnote', id: string): string
  paragraph(paragraph: Paragraph): void
  table(name: 'table' | 'tr' | 'td', isEntered: boolean): void
  element?(name: string, attributes: string): void
}

interface Walk {
  looks: DocxLooks
  listener: Listener
  /** The outermost first: the paragraphs of a text box are inside one. */
  open: Paragraph[]
  /** How many elements deep in something that does not count, in the properties of a paragraph, in those of a run. */
  skipping: number
  properties: number
  runProperties: number
  isHidden: boolean
  isText: boolean
}

const tables: Record<string, 'table' | 'tr' | 'td'> = { tbl: 'table', tr: 'tr', tc: 'td' }
const written: Record<string, string> = { tab: '\t', cr: '\n', noBreakHyphen: '-' }
const frames: Record<string, { enter(state: Walk): void; leave(state: Walk): void }> = {
  p: { enter: ({ open }) => void open.push({ text: '', inside: [] }), leave: endParagraph },
  r: { enter: shown, leave: shown },
  t: {
    enter(state) {
      state.isText = true
    },
    leave(state) {
      state.isText = false
    },
  },
  pPr: counted('properties'),
  rPr: counted('runProperties'),
}

function shown(state: Walk): void {
  state.isHidden = false
}

function counted(depth: 'properties' | 'runProperties') {
  return {
    enter(state: Walk) {
      state[depth] += 1
    },
    leave(state: Walk) {
      state[depth] -= 1
    },
  }
}

function walk(xml: string, looks: DocxLooks, listener: Listener): void {
  const state: Walk = { looks, listener, open: [], skipping: 0, properties: 0, runProperties: 0, isHidden: false, isText: false }
  readWordXml(xml, {
    open: (name, attributes) => enter(state, name, attributes),
    close: (name) => leave(state, name),
    text(words) {
      if (state.isText && state.skipping === 0) say(state, words)
    },
  })
}

function enter(state: Walk, name: string, attributes: string): void {
  if (state.skipping > 0 || skipped.has(name)) {
    state.skipping += 1
    return
  }
  state.listener.element?.(name, attributes)
  const paragraph = state.open.at(-1)
  const frame = frames[name]
  if (frame) frame.enter(state)
  else if (state.runProperties > 0) {
    // In the properties of a paragraph it is the mark at its end that is hidden.
    if (name === 'vanish' && state.properties === 0) state.isHidden = isOn(attributes)
  } else if (!paragraph) enterTable(state, name, true)
  else if (state.properties > 0) readProperty(paragraph, state.looks, name, attributes)
  else say(state, textOf(state, name, attributes))
}

function leave(state: Walk, name: string): void {
  if (state.skipping > 0) state.skipping -= 1
  else if (frames[name]) frames[name].leave(state)
  else if (state.open.length === 0) enterTable(state, name, false)
}

function endParagraph({ open, listener }: Walk): void {
  const paragraph = open.pop()
  const outer = open.at(-1)
  if (paragraph && outer) outer.inside.push(paragraph)
  else if (paragraph) listener.paragraph(paragraph)
}

function enterTable({ listener }: Walk, name: string, isEntered: boolean): void {
  const table = tables[name]
  if (table) listener.table(table, isEntered)
}

function say(state: Walk, words: string): void {
  const paragraph = state.open.at(-1)
  if (paragraph && !state.isHidden && !paragraph.isHidden) paragraph.text += words
}

/** What an element inside a run stands for. */
function textOf({ listener }: Walk, name: string, attributes: string): string {
  const [, kind] = /^(footnote|endnote)Reference$/.exec(name) ?? []
  if (kind) return listener.note(kind as 'footnote' | 'endnote', attribute(attributes, 'id') ?? '')
  if (name === 'br') return /^(?:page|column)$/.test(attribute(attributes, 'type') ?? '') ? ' ' : '\n'
  return written[name] ?? ''
}

function readProperty(paragraph: Paragraph, looks: DocxLooks, name: string, attributes: string): void {
  const value = () => attribute(attributes, 'val') ?? ''
  // A style comes first of all properties, and what is said of the paragraph itself after it wins.
  if (name === 'pStyle') Object.assign(paragraph, looks.style(value()))
  else if (name === 'numId') paragraph.numbering = value()
  else if (name === 'ilvl') paragraph.depth = Number(value())
  else if (name === 'outlineLvl' && Number(value()) < 9) paragraph.level = Math.min(6, Number(value()) + 1)
}

/** Word marks each item by its depth; where lists begin and end follows from that. */
function createLists(reader: ReturnType<typeof createBlockReader>) {
  const open: { depth: number; tag: 'ol' | 'ul' }[] = []
  const leave = () => {
    const list = open.pop()
    if (!list) return
    reader.close('li')
    reader.close(list.tag)
  }
  return {
    item(depth: number, isCounted: boolean, text: string): void {
      const tag = isCounted ? 'ol' : 'ul'
      while ((open.at(-1)?.depth ?? -1) > depth) leave()
      const top = open.at(-1)
      if (top?.depth === depth && top.tag !== tag) leave()
      else if (top?.depth === depth) reader.close('li')
      if (open.at(-1)?.depth !== depth) {
        reader.open(tag)
        open.push({ depth, tag })
      }
      reader.open('li')
      reader.text(text)
    },
    end(): void {
      while (open.length > 0) leave()
    },
  }
}
