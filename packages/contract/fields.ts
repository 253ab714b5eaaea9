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
/** An id the client makes up; unique per conversation for ever. */
export const clientMessageId = z.string().check(z.minLength(1), z.maxLength(64), z.regex(/^[\w.:-]+$/))

/** Characters in one message. */
export const maxMessageLength = 4000
/** Bytes in one uploaded document. */
export const maxUploadBytes = 50 * 1024 * 1024

/** Bytes in a creator's logo. */
export const maxLogoBytes = 1024 * 1024
/** Bytes of a creator's settings, written as JSON. */
export const maxSettingsBytes = 16 * 1024

/** What a person may say in one message: trimmed, 1 to 4,000 characters. */
export const messageText = z.string().check(z.trim(), z.minLength(1), z.maxLength(maxMessageLength))

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
