import { readFileSync } from 'node:fs'
import { crc32, deflateRawSync } from 'node:zlib'

/** The first half of a real PDF, as a broken upload leaves it: its index, at the end, is missing. */
export function truncatedPdf(): Uint8Array<ArrayBuffer> {
  const whole = readFileSync(new URL('../../../../../examples/quickstart/samples/cuaderno-de-ejercicios.pdf', import.meta.url))
  return new Uint8Array(whole.subarray(0, 1200))
}

/** A PDF whose security handler wants a password that nobody gave. */
export function encryptedPdf(): Uint8Array<ArrayBuffer> {
  const secret = (digit: string) => `<${digit.repeat(64)}>`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>',
    `<< /Filter /Standard /V 2 /R 3 /Length 128 /P -3904 /O ${secret('a')} /U ${secret('b')} >>`,
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const places = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const trailer = `<< /Size ${objects.length + 1} /Root 1 0 R /Encrypt 4 0 R /ID [<${'1'.repeat(32)}> <${'1'.repeat(32)}>] >>`
  return bytesOf(`${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places}trailer\n${trailer}\nstartxref\n${text.length}\n%%EOF\n`)
}

/** A DOCX of a few hundred kilobytes that would be 40 MB of XML. */
export function bombDocx(): Uint8Array<ArrayBuffer> {
  const paragraph = '<w:p><w:r><w:t>bomba</w:t></w:r></w:p>'
  const body = Buffer.from(paragraph.repeat(Math.ceil((40 * 1024 * 1024) / paragraph.length)))
  const types =
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
  const document = Buffer.concat([Buffer.from('<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'), body])
  return zip({ '[Content_Types].xml': Buffer.from(types), 'word/document.xml': document })
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text))
}

function zip(files: Record<string, Buffer>): Uint8Array<ArrayBuffer> {
  const locals: Buffer[] = []
  const entries: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content, { level: 9 })
    // version, flags, method (deflate), time, date, checksum, sizes, length of the name and of extras
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed])
    // length of the comment, disk, attributes, place of the file
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, place, Buffer.from(name)]))
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
