import * as z from 'zod/mini'
import { id } from '../fields.js'

export const imageTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const
/** What may be sent along, by what its bytes are: images, PDF, Word and plain text. None of them runs anything. */
export const attachmentTypes = [
  ...imageTypes,
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'text/plain',
] as const

/** A file that was sent along with a message. */
export const attachment = z.object({
  id,
  /** As its sender called it. */
  name: z.string(),
  type: z.enum(attachmentTypes),
  /** In bytes. */
  size: z.number(),
})
export type Attachment = z.infer<typeof attachment>
