import { type Attachment, CoachError } from '@coachkit/contract'
import { imageType } from '../creator/image-type.js'
import { cleanFileName } from '../document/file-name.js'

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** What a file is by its first bytes; its name only tells apart what bytes do not: Word from other archives, text from what looks like it. */
export function attachmentType(input: { name: string; head: Uint8Array }): Pick<Attachment, 'name' | 'type'> {
  const name = cleanFileName(input.name) ?? 'file'
  const type = imageType(input.head) ?? documentType(/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase(), input.head)
  if (!type) throw new CoachError('ATTACHMENT_001', { details: { name } })
  return { name, type }
}

function documentType(extension: string | undefined, head: Uint8Array): Attachment['type'] | undefined {
  const starts = (signature: string) => String.fromCharCode(...head.subarray(0, signature.length)) === signature
  if (starts('%PDF-')) return 'application/pdf'
  if (starts('PK\u0003\u0004')) return extension === 'docx' ? word : undefined
  return (extension === 'txt' || extension === 'md') && isText(head) ? 'text/plain' : undefined
}

/** UTF-8 without controls that no text has; the last character may be cut off. */
function isText(head: Uint8Array): boolean {
  if (head.length === 0 || head.some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d].includes(byte))) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}
