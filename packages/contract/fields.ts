import * as z from 'zod/mini'

/** A UUID string; the server allocates version 7, so ids sort by creation time. */
export const id = z.uuid()
/** Content-addressed document id: `doc_` and the first 24 hex digits of SHA-256(bytes, creator id). */
export const documentId = z.string().check(z.regex(/^doc_[0-9a-f]{24}$/))
/** ISO-8601 instant in UTC, with `Z`. */
export const instant = z.iso.datetime()
/** The public name of a creator, as written in `<coach-widget creator="…">`. */
export const slug = z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/))
/** Languages the kit speaks itself. */
export const language = z.enum(['es', 'en', 'pt'])
/** Words in one language for all readers, or in some of those the kit speaks. */
export function localText(longest: number) {
  const words = z.string().check(z.trim(), z.minLength(1), z.maxLength(longest))
  const some = z.strictObject({ es: z.optional(words), en: z.optional(words), pt: z.optional(words) })
  return z.union([words, some.check(z.refine((texts) => Object.values(texts).some((text) => text !== undefined)))])
}
/** Where a conversation came from, such as `widget`, `web`, `api`, `whatsapp`: small letters, digits and `.`, `_`, `-` between. */
export const channel = z.string().check(z.regex(/^[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*$/), z.maxLength(50))
/** An id the client makes up; unique per conversation for ever. */
export const clientMessageId = z.string().check(z.minLength(1), z.maxLength(64), z.regex(/^[\w.:-]+$/))

/** Characters (UTF-16 code units) in one message: the most that a server can be told to take. */
export const maxMessageLength = 50_000
/** What it takes unless it was told otherwise: where a coach answers, and where people do. */
export const usualMessageLength = { coach: 4000, people: 5000 } as const
/** Messages in one conversation, those included that are put away or were replaced. */
export const maxConversationMessages = 10_000
/** Bytes in one uploaded document. */
export const maxUploadBytes = 50 * 1024 * 1024

/** Bytes in one file that goes with a message, and how many go with one. */
export const maxAttachmentBytes = 10 * 1024 * 1024
export const maxAttachments = 5

/** Bytes in a creator's logo. */
export const maxLogoBytes = 1024 * 1024
/** Bytes of a creator's settings, written as JSON. */
export const maxSettingsBytes = 16 * 1024

/** What a person may say in one message: trimmed, 1 character to what the server takes. */
export const messageText = z.string().check(z.trim(), z.minLength(1), z.maxLength(maxMessageLength))

/** Whether a list holds what is put away: that alone, or beside the rest. Neither unless said. */
export const archived = z.optional(z.enum(['only', 'include']))
/** The same of a message that files may go with: then it may say nothing. */
export const attachedText = z.string().check(z.trim(), z.maxLength(maxMessageLength))

/** Why an answer helped or did not: trimmed, 1 to 1,000 characters. */
export const feedbackReason = z.string().check(z.trim(), z.minLength(1), z.maxLength(1000))

/** Query of a list route: an opaque cursor and a page size from 1 to 100. */
export const pageQuery = z.strictObject({
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50),
})

/** A page of a list; `nextCursor` is absent on the last page. */
export function pageOf<Item extends z.ZodMiniType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.optional(z.string()) })
}

export type Language = z.infer<typeof language>
export type LocalText = z.infer<ReturnType<typeof localText>>
