/** Would reach a prototype where somebody merges them into an object. */
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])
/** The tokens of a text that is known to be JSON; numbers and words are passed over. */
const tokens = /"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|[{}]/g

/** What is wrong with the keys of a text that is known to be JSON: one could reach a prototype, or an object has it twice (another reader may take the other one). */
export function keyProblem(text: string): 'forbidden_key' | 'duplicate_key' | undefined {
  const open: Set<string>[] = []
  for (const [token, string, colon] of text.matchAll(tokens)) {
    if (token === '{') open.push(new Set())
    else if (token === '}') open.pop()
    else if (colon !== undefined) {
      const key = JSON.parse(`"${string}"`) as string
      if (forbiddenKeys.has(key)) return 'forbidden_key'
      if (open.at(-1)?.has(key)) return 'duplicate_key'
      open.at(-1)?.add(key)
    }
  }
  return undefined
}
