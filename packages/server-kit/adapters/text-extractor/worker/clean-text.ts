/** Characters that show nothing but can hide words from a reader or turn a line around: zero-width, direction and tag characters. */
const hidden = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g

/** Text as it is stored: compatibility forms resolved, nothing invisible, no blank at the ends. */
export function clean(text: string): string {
  return text
    .normalize('NFKC')
    .replace(hidden, '')
    .replace(/[\u2010\u2011]/g, '-')
    .replace(control, '')
    .replace(/[^\S\n]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
