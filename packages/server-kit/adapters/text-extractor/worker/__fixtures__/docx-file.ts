import { crc32 } from 'node:zlib'

export const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const namespace = `xmlns:w="${word}"`
const relationship = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A Word document of paragraphs, each with the name of its style. */
export function docxFile(paragraphs: readonly { style: string; text: string }[]): Uint8Array {
  const styles = [...new Set(paragraphs.map(({ style }) => style))]
  const idOf = (style: string) => `style${styles.indexOf(style)}`
  const body = paragraphs.map(({ style, text }) => `<w:p><w:pPr><w:pStyle w:val="${idOf(style)}"/></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`)
  return wordFile({
    document: `<w:document ${namespace}><w:body>${body.join('')}</w:body></w:document>`,
    styles: `<w:styles ${namespace}>${styles.map((style) => `<w:style w:type="paragraph" w:styleId="${idOf(style)}"><w:name w:val="${style}"/></w:style>`).join('')}</w:styles>`,
  })
}

/** A Word document of parts as they are written, each known by its name. */
export function wordFile({ document, ...parts }: { document: string } & Record<string, string>): Uint8Array {
  const relationships = (targets: readonly { target: string; type: string }[]) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets.map(({ target, type }, at) => `<Relationship Id="r${at}" Type="${relationship}/${type}" Target="${target}"/>`).join('')}</Relationships>`
  return zipOf({
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    '_rels/.rels': relationships([{ target: 'word/document.xml', type: 'officeDocument' }]),
    'word/_rels/document.xml.rels': relationships(Object.keys(parts).map((type) => ({ target: `${type}.xml`, type }))),
    ...Object.fromEntries(Object.entries(parts).map(([type, xml]) => [`word/${type}.xml`, xml])),
    'word/document.xml': document,
  })
}

/** A ZIP archive that stores its files as they are. */
function zipOf(files: Record<string, string>): Uint8Array {
  const locals: Buffer[] = []
  const entries: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const data = Buffer.from(text)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), common, place, Buffer.from(name)]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return new Uint8Array(Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]))
}
