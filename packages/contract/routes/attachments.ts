import * as z from 'zod/mini'
import { binary, defineRoute } from '../define-route.js'
import { attachment, attachmentTypes } from '../entities/attachment.js'
import { id, maxAttachmentBytes } from '../fields.js'

/** Files that people send each other. */
export const attachments = {
  upload: defineRoute({
    method: 'POST',
    path: '/v1/conversations/{conversationId}/attachments',
    audience: 'participant',
    summary:
      'Keep a file for a message that is about to be sent, up to 10 MB: an image (PNG, JPEG, WebP, GIF), PDF, DOCX or plain text, by what its bytes are. Only where no coach answers. Name its id in `attachments` of `messages.send` or `messages.reply` within the hour, or it is gone.',
    params: z.object({ conversationId: id }),
    body: 'multipart',
    maxBytes: maxAttachmentBytes,
    result: attachment,
    status: 201,
    errors: ['RESOURCE_001', 'VAL_001', 'CONFLICT_001', 'ATTACHMENT_001', 'ATTACHMENT_002', 'ATTACHMENT_003', 'ATTACHMENT_004'],
  }),
  download: defineRoute({
    method: 'GET',
    path: '/v1/conversations/{conversationId}/attachments/{attachmentId}',
    audience: 'participant',
    summary: 'The file, for those who take part in the conversation; before it was sent, for its sender. Always a download, never a page.',
    params: z.object({ conversationId: id, attachmentId: id }),
    result: binary(...attachmentTypes),
    errors: ['RESOURCE_001'],
  }),
}
