import { CoachError, type DocumentType } from '@coachkit/contract'
import { cleanFileName } from './file-name.js'

const types: Record<string, DocumentType> = { pdf: 'pdf', docx: 'docx', md: 'md', markdown: 'md', txt: 'txt', html: 'html', htm: 'html' }
/** Bytes that decide what a file is. A PDF may begin with junk; readers look for its header in the first kilobyte. */
export const headLength = 1024

const everyFormat = [...new Set(Object.values(types))]

/** Decides what an uploaded file is, by its name and its first `headLength` bytes together. Throws CoachError with why not. `formats`: those that are taken; all unless told. */
export function validateFile(input: { name: string; head: Uint8Array; formats?: readonly DocumentType[] | undefined }): { name: string; type: DocumentType } {
  const { formats = everyFormat } = input
  const name = cleanFileName(input.name)
  if (name === undefined) throw new CoachError('DOCUMENT_009')
  const type = types[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '']
  if (!type || !formats.includes(type)) throw new CoachError('VAL_003', { details: { name, formats: formats.map((each) => each.toUpperCase()) } })
  if (input.head.length === 0) throw new CoachError('DOCUMENT_003', { details: { name } })
  checkContent(type, input.head)
  return { name, type }
}

function checkContent(type: DocumentType, bytes: Uint8Array): void {
  const isPdf = indexOf(bytes.subarray(0, headLength), [0x25, 0x50, 0x44, 0x46, 0x2d]) >= 0
  const isZip = startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])
  // Word writes password-protected documents into this older container.
  const isCompoundFile = startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])
  if (type === 'docx' && isCompoundFile) throw new CoachError('DOCUMENT_005')
  const fits = type === 'pdf' ? isPdf : type === 'docx' ? isZip : !(startsWith(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d]) || isZip || isCompoundFile)
  if (!fits) throw new CoachError('DOCUMENT_004')
}

function startsWith(bytes: Uint8Array, signature: number[]): boolean {
  return signature.every((value, index) => bytes[index] === value)
}

function indexOf(bytes: Uint8Array, signature: number[]): number {
  for (let at = 0; at + signature.length <= bytes.length; at += 1) if (startsWith(bytes.subarray(at), signature)) return at
  return -1
}
