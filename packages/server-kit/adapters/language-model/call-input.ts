/** Characters of a call's input; a longer one is not read. */
const longestInput = 20_000

/** What a model wrote as the input of a call: an object, else the text as it is. */
export function parseInput(text: string): unknown {
  if (text.trim() === '') return {}
  if (text.length > longestInput) return text.slice(0, longestInput)
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** A piece more of such a text; what is too long is not gathered. */
export function addInput(text: string, piece: string): string {
  return text.length > longestInput ? text : text + piece
}

/** The input of an earlier call as servers take it: they refuse a conversation with one that was no object. */
export function objectOf(input: unknown): Record<string, unknown> {
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? { ...input } : {}
}
