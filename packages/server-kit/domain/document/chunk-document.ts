import type { Block, Chunk, ChunkSizes, ExtractedDocument } from '../../ports/index.js'
import { splitSentences } from '../retrieval/split-sentences.js'

/**
 * About 1,000 characters with a fifth of overlap keep the most of the answers at an equal budget (`npm run eval -- chunking`);
 * larger chunks fill the prompt with what was not asked.
 */
export const usualChunkSizes: ChunkSizes = { chunkTokens: 280, overlapTokens: 60 }

export interface ChunkOptions extends Partial<ChunkSizes> {
  detectLanguage(text: string): string | undefined
  fallbackLanguage: string
}

/** Characters a chunk needs for its own words to tell its language; a shorter one, of names or numbers, is in its document's. */
const fewestForLanguage = 100
/** Spanish and English prose average between 3.5 and 4 characters a token. */
const charactersPerToken = 3.6

interface Unit {
  text: string
  page: number | undefined
  /** What stands between this unit and the one before. */
  joint: string
}

/** Splits a document at headings, then packs whole paragraphs, lists, tables and code into chunks; only what is too long is cut. */
export function chunkDocument(document: ExtractedDocument, options: ChunkOptions): Chunk[] {
  return [...chunksOf(document, options)]
}

/** The same, one after the other, for who does other things between them. */
export function* chunksOf(document: ExtractedDocument, options: ChunkOptions): Generator<Chunk> {
  const size = Math.floor((options.chunkTokens ?? usualChunkSizes.chunkTokens) * charactersPerToken)
  const overlap = Math.floor((options.overlapTokens ?? usualChunkSizes.overlapTokens) * charactersPerToken)
  let index = 0
  for (const section of sections(document.blocks)) {
    const units = section.blocks.flatMap((block) => unitsOf(block, size))
    for (const group of pack(units, { size, overlap })) {
      yield toChunk({ group, headings: section.headings, index, options })
      index += 1
    }
  }
}

interface Section {
  headings: string[]
  blocks: Block[]
}

function sections(blocks: Block[]): Section[] {
  const found: Section[] = []
  let path: { level: number; text: string }[] = []
  let section: Section = { headings: [], blocks: [] }
  for (const block of blocks) {
    if (block.kind !== 'heading') {
      section.blocks.push(block)
      continue
    }
    const level = block.level ?? 1
    path = [...path.filter((heading) => heading.level < level), { level, text: block.text }]
    if (section.blocks.length > 0) found.push(section)
    section = { headings: path.map(({ text }) => text), blocks: [] }
  }
  if (section.blocks.length > 0) found.push(section)
  // A document of nothing but headings still says something.
  if (found.length === 0 && blocks.length > 0) return [{ headings: [], blocks: blocks.map((block) => ({ ...block, kind: 'paragraph' })) }]
  return found
}

/** A block whole if it fits, else its lines or sentences; a piece that still does not fit is cut at the cap. */
function unitsOf(block: Block, size: number): Unit[] {
  if (block.text.length <= size) return [{ text: block.text, page: block.page, joint: '\n\n' }]
  const pieces = block.kind === 'paragraph' ? sentencesOf(block.text) : block.text.split('\n').map((text) => ({ text, joint: '\n' }))
  return pieces
    .flatMap(({ text, joint }) => cut(text, size).map((part, index) => ({ text: part, joint: index === 0 ? joint : ' ' })))
    .filter(({ text }) => text.trim() !== '')
    .map((piece, index) => ({ ...piece, page: block.page, ...(index === 0 ? { joint: '\n\n' } : {}) }))
}

/** A text's sentences, each with what stands before it. */
function sentencesOf(text: string): { text: string; joint: string }[] {
  let from = 0
  return splitSentences(text).map(({ start, end }) => {
    const between = text.slice(from, start)
    from = end
    return { text: text.slice(start, end), joint: between.includes('\n') ? '\n' : between }
  })
}

function cut(text: string, size: number): string[] {
  const pieces: string[] = []
  let rest = text
  while (rest.length > size) {
    const space = rest.lastIndexOf(' ', size)
    let at = space > size / 2 ? space : size
    // Never between the halves of a surrogate pair.
    if (/[\uD800-\uDBFF]/.test(rest[at - 1] ?? '')) at -= 1
    pieces.push(rest.slice(0, at))
    rest = rest.slice(at).trimStart()
  }
  if (rest) pieces.push(rest)
  return pieces
}

function* pack(units: Unit[], { size, overlap }: { size: number; overlap: number }): Generator<Unit[]> {
  let group: Unit[] = []
  for (const unit of units) {
    if (group.length > 0 && textOf([...group, unit]).length > size) {
      const room = size - unit.text.length - 2
      const { kept, announcer } = withoutAnnouncer(group, room)
      yield kept
      group = announcer ? [announcer] : tail(group, Math.min(overlap, room))
    }
    group.push(unit)
  }
  if (group.length > 0) yield group
}

/** A sentence that announces what the next chunk begins with goes there too, where it fits and is not all there is. */
function withoutAnnouncer(group: Unit[], room: number): { kept: Unit[]; announcer?: Unit } {
  const last = group.at(-1)
  const span = last && splitSentences(last.text).at(-1)
  if (!span || !/[:：]$/u.test(last.text) || span.end - span.start > room || (group.length === 1 && span.start === 0)) return { kept: group }
  const before = { ...last, text: last.text.slice(0, span.start).trimEnd() }
  const kept = before.text ? [...group.slice(0, -1), before] : group.slice(0, -1)
  return { kept, announcer: { text: last.text.slice(span.start, span.end), page: last.page, joint: '\n\n' } }
}

/** The last sentences of a chunk, repeated at the head of the next. */
function tail(group: Unit[], length: number): Unit[] {
  const last = group.at(-1)
  const text = textOf(group)
  const first = splitSentences(text).find(({ start }) => text.length - start <= length)
  return last && first ? [{ text: text.slice(first.start), page: last.page, joint: '\n\n' }] : []
}

function textOf(group: Unit[]): string {
  return group.map((unit, index) => (index === 0 ? unit.text : unit.joint + unit.text)).join('')
}

function toChunk(input: { group: Unit[]; headings: string[]; index: number; options: ChunkOptions }): Chunk {
  const text = textOf(input.group)
  const page = input.group.find((unit) => unit.page !== undefined)?.page
  return {
    index: input.index,
    text,
    headings: input.headings,
    ...(page === undefined ? {} : { page }),
    language: languageOf(text, input.options),
    tokenCount: Math.ceil(text.length / charactersPerToken),
  }
}

function languageOf(text: string, { detectLanguage, fallbackLanguage }: ChunkOptions): string {
  return (text.length < fewestForLanguage ? undefined : detectLanguage(text)) ?? fallbackLanguage
}
