/** Joins the next line to a text that goes on in it. */
export type LineJoiner = (text: string, next: string) => string

const hyphenAtEnd = /(?<=[\p{L}\p{N}])[-\u00AD\u2010\u2011]$/u
/** Scripts that are written without spaces between words. */
const unspacedEnd = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF]$/u
const unspacedStart = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF]/u

/** A hyphen at a line's end is kept or dropped by how the document writes the word elsewhere, else by what it mostly does. */
export function createLineJoiner(lines: readonly string[]): LineJoiner {
  const spelt = new Set(lines.flatMap((line) => wordsOf(line.replace(hyphenAtEnd, ''))))
  let joined = 0
  let kept = 0
  for (const [index, line] of lines.entries()) {
    const broken = brokenWord(line, lines[index + 1] ?? '')
    if (broken && spelt.has(broken.joined)) joined += 1
    if (broken && spelt.has(broken.hyphened)) kept += 1
  }
  return (text, next) => joinLines({ text, next, spelt, dropsHyphens: joined >= kept })
}

function joinLines(input: { text: string; next: string; spelt: ReadonlySet<string>; dropsHyphens: boolean }): string {
  const { text, next, spelt } = input
  if (unspacedEnd.test(text) && unspacedStart.test(next)) return text + next
  if (!hyphenAtEnd.test(text) || !/^[\p{L}\p{N}]/u.test(next)) return `${text} ${next}`
  const bare = text.replace(hyphenAtEnd, '')
  const broken = brokenWord(text, next)
  if (!broken) return `${bare}-${next}`
  const isOneWord = spelt.has(broken.joined) === spelt.has(broken.hyphened) ? input.dropsHyphens : spelt.has(broken.joined)
  return isOneWord ? bare + next : `${bare}-${next}`
}

/** A word cut by a hyphen between two lines, in both of its possible spellings; only words in small letters are cut. */
function brokenWord(text: string, next: string): { joined: string; hyphened: string } | undefined {
  if (!hyphenAtEnd.test(text)) return undefined
  const head = wordsOf(text.replace(hyphenAtEnd, '')).at(-1)
  const rest = /^\p{Ll}/u.test(next) ? wordsOf(next)[0] : undefined
  if (head === undefined || rest === undefined || !/\p{Ll}$/u.test(text.replace(hyphenAtEnd, ''))) return undefined
  return { joined: head + rest, hyphened: `${head}-${rest}` }
}

function wordsOf(line: string): string[] {
  return (
    line
      .toLowerCase()
      .replace(/[\u2010\u2011]/g, '-')
      .match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? []
  )
}
