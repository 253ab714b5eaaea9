import { posix } from 'node:path'
import type { Block, ExtractedDocument } from '../../../ports/text-extractor.js'
import { checkZip } from './check-zip.js'
import { type DocxLooks, readBody, readNotes } from './docx-body.js'
import { readNumbering, readStyles } from './docx-names.js'
import { UnreadableError } from './unreadable-error.js'
import { attribute, readXml } from './xml-events.js'

/** Parts that hold text or say what it is; which of them count, the relationships say. */
const read = /(?:^|\/)(?:document|styles|numbering|footnotes|endnotes)\d*\.xml$|\.rels$/i

/** A Word document: headings, paragraphs, lists, tables, text boxes, notes. Deleted and hidden text is left out; nothing outside the file is opened. */
export async function extractDocx(bytes: Uint8Array): Promise<ExtractedDocument> {
  const parts = await checkZip(bytes, (name) => read.test(name))
  const text = (name: string | undefined) => {
    const part = name === undefined ? undefined : parts.get(name.toLowerCase())
    return part === undefined || part.length === 0 ? undefined : decoded(part)
  }
  const main = relationsOf(text('_rels/.rels'), '').get('officeDocument') ?? 'word/document.xml'
  const body = text(main)
  if (body === undefined) throw new UnreadableError('DOCUMENT_007')
  const folder = posix.dirname(main)
  const relations = relationsOf(text(`${folder}/_rels/${posix.basename(main)}.rels`), folder)
  const partOf = (type: string) => text(relations.get(type))
  const looks: DocxLooks = { style: readStyles(partOf('styles')), isCounted: readNumbering(partOf('numbering')) }
  const { blocks, notes } = readBody(body, looks)
  return { blocks: [...blocks, ...notesOf(notes, [partOf('footnotes'), partOf('endnotes')], looks)] }
}

/** XML is UTF-8 unless its first bytes say UTF-16. */
function decoded(part: Uint8Array): string {
  const isLittle = part[0] === 0xff || part[1] === 0
  const isWide = isLittle || part[0] === 0xfe || part[0] === 0
  return new TextDecoder(isWide ? (isLittle ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(part)
}

/** The targets of a part's relationships inside the package, by the last word of their types. */
function relationsOf(xml: string | undefined, folder: string): Map<string, string> {
  const targets = new Map<string, string>()
  if (xml === undefined) return targets
  readXml(xml, {
    open(name, attributes) {
      if (!/(?:^|:)Relationship$/.test(name) || attribute(attributes, 'TargetMode') === 'External') return
      const type = attribute(attributes, 'Type')?.split('/').at(-1) ?? ''
      const target = attribute(attributes, 'Target') ?? ''
      if (!targets.has(type)) targets.set(type, target.startsWith('/') ? target.slice(1) : posix.join(folder, target))
    },
    close: () => undefined,
  })
  return targets
}

/** The notes that the text names, counted as there. */
function notesOf(named: readonly string[], [footnotes, endnotes]: (string | undefined)[], looks: DocxLooks): Block[] {
  const texts = new Map([
    ...(footnotes === undefined ? [] : readNotes(footnotes, 'footnote', looks)),
    ...(endnotes === undefined ? [] : readNotes(endnotes, 'endnote', looks)),
  ])
  const lines = named.map((note, at) => `${at + 1}. ${texts.get(note) ?? ''}`.trimEnd())
  return lines.length === 0 ? [] : [{ kind: 'list', text: lines.join('\n') }]
}
