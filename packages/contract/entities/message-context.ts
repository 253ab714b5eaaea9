import * as z from 'zod/mini'

/** Entries of a context, characters of a name and of a value; a longer value is cut. */
export const maxContextEntries = 16
const maxValueLength = 500

const name = z.string().check(z.regex(/^[a-zA-Z][\w.-]{0,39}$/))
const value = z.union([z.string().check(z.overwrite((text) => text.slice(0, maxValueLength))), z.number(), z.boolean()])

/** What the page says of where the visitor is, such as its address, its title or a product: data, for the coach and its people to see. */
export const messageContext = z.record(name, value).check(z.refine((context) => Object.keys(context).length <= maxContextEntries))
export type MessageContext = z.infer<typeof messageContext>
