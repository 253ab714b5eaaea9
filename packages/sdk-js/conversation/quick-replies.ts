/** Most that are offered at once, and characters of one. */
const most = 4
const longest = 120

const offer = /^\s*(?:[-*+]\s+)?\[([^[\]]+)\]\(reply:\)\s*(?:\[\d{1,3}\]\s*)*$/
/** The beginning of one, at the end of an answer that is still being written. */
const begun = /^\s*(?:[-*+]\s+)?\[[^[\]]*(?:\]\(?r?e?p?l?y?:?)?$/

/**
 * What a message offers to say next, and its text without that: lines at its end that are a link to `reply:` and nothing else, such as
 * `[Show the odds](reply:)`. `open`: it is still being written, and the beginning of such a line is no text either.
 */
export function quickReplies(text: string, options: { open?: boolean } = {}): { text: string; replies: string[] } {
  const found: string[] = []
  let end = text.length
  for (let at = end; at > 0; ) {
    const start = text.lastIndexOf('\n', at - 1) + 1
    const line = text.slice(start, at)
    const reply = line.length > 2 * longest ? undefined : offer.exec(line)?.[1]?.trim()
    if (reply) found.unshift(reply.slice(0, longest))
    else if (line.trim() !== '' && !(options.open && at === text.length && begun.test(line))) break
    if (line.trim() !== '') end = start
    at = start - 1
  }
  return end === text.length ? { text, replies: [] } : { text: text.slice(0, end).trimEnd(), replies: [...new Set(found)].slice(0, most) }
}
