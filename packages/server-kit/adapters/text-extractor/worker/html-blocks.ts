import type { Block } from '../../../ports/text-extractor.js'

/** Takes HTML tag by tag, in order, and gives its headings, paragraphs, lists, tables and code. */
export interface BlockReader {
  open(name: string): void
  close(name: string): void
  text(words: string): void
  end(): Block[]
}

interface State {
  blocks: Block[]
  text: string
  /** Open lists, outermost first, with their item counts. */
  lists: { ordered: boolean; count: number }[]
  list: string
  table: string[][] | undefined
  tableDepth: number
  codeDepth: number
}

/** Elements that stand apart from the text around them. */
const apart = new Set(
  'p div section article main header footer aside nav figure figcaption blockquote address details summary dl dt dd form fieldset legend hr body caption'.split(
    ' ',
  ),
)

export function createBlockReader(): BlockReader {
  const state: State = { blocks: [], text: '', lists: [], list: '', table: undefined, tableDepth: 0, codeDepth: 0 }
  return {
    open: (name) => open(state, name),
    close: (name) => close(state, name),
    text(words) {
      state.text += words
    },
    end() {
      flush(state, 'paragraph')
      return state.blocks
    },
  }
}

function open(state: State, name: string): void {
  if (name === 'br') state.text += '\n'
  else if (name === 'ul' || name === 'ol') openList(state, name === 'ol')
  else if (name === 'li') countItem(state)
  else if (name === 'table') openTable(state)
  else if (name === 'tr' && state.tableDepth === 1) state.table?.push([])
  else if (name === 'pre') openCode(state)
  else if (apart.has(name) || /^h[1-6]$/.test(name)) endParagraph(state)
}

function openList(state: State, ordered: boolean): void {
  // What stands before a list inside an item belongs to that item; before the outermost list it is a paragraph.
  if (state.lists.length > 0) endItem(state)
  else endParagraph(state)
  state.lists.push({ ordered, count: 0 })
}

function countItem(state: State): void {
  const list = state.lists.at(-1)
  if (list) list.count += 1
}

function openTable(state: State): void {
  state.tableDepth += 1
  if (state.tableDepth > 1) return
  flush(state, 'paragraph')
  state.table = []
}

function openCode(state: State): void {
  if (state.codeDepth === 0) endParagraph(state)
  state.codeDepth += 1
}

function close(state: State, name: string): void {
  const level = /^h([1-6])$/.exec(name)?.[1]
  if (level && state.tableDepth === 0) return flush(state, 'heading', Number(level))
  if (name === 'pre') return endCode(state)
  if (level || apart.has(name)) return endParagraph(state)
  if (name === 'li') return endItem(state)
  if (name === 'ul' || name === 'ol') return endList(state)
  if ((name === 'td' || name === 'th') && state.tableDepth === 1) return endCell(state)
  if (name === 'table') endTable(state)
}

function endParagraph(state: State): void {
  if (state.tableDepth > 0 || state.lists.length > 0 || state.codeDepth > 0) state.text += '\n'
  else flush(state, 'paragraph')
}

function endCode(state: State): void {
  state.codeDepth -= 1
  if (state.codeDepth > 0) return
  if (state.tableDepth > 0 || state.lists.length > 0) state.text += '\n'
  else flush(state, 'code')
}

function endItem(state: State): void {
  const list = state.lists.at(-1)
  const text = state.text.trim()
  if (!list || !text) return
  if (state.tableDepth > 0) {
    state.text += '\n'
    return
  }
  const mark = list.ordered ? `${list.count}.` : '-'
  state.list += `${'  '.repeat(state.lists.length - 1)}${mark} ${text.replace(/\n+/g, ' ')}\n`
  state.text = ''
}

function endList(state: State): void {
  endItem(state)
  state.lists.pop()
  if (state.lists.length > 0 || !state.list) return
  state.blocks.push({ kind: 'list', text: state.list.trimEnd() })
  state.list = ''
}

function endCell(state: State): void {
  state.table?.at(-1)?.push(state.text.trim().replace(/\s+/g, ' '))
  state.text = ''
}

function endTable(state: State): void {
  state.tableDepth -= 1
  if (state.tableDepth > 0 || !state.table) return
  const rows = state.table.map((cells) => cells.filter(Boolean).join(' | ')).filter(Boolean)
  if (rows.length > 0) state.blocks.push({ kind: 'table', text: rows.join('\n') })
  state.table = undefined
}

function flush(state: State, kind: 'heading' | 'paragraph' | 'code', level?: number): void {
  const text = kind === 'code' ? state.text.replace(/^\n+|\s+$/g, '') : state.text.trim()
  state.text = ''
  if (text) state.blocks.push({ kind, text, ...(level === undefined ? {} : { level }) })
}
