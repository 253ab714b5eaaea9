import { afterAll, describe, expect, it } from 'vitest'
import { type CorpusRow, readCorpus } from './read-corpus.js'

const shownFailures = 10

export interface RunOptions<Row> {
  /** Only the rows that this check is about. */
  only?: (row: Row) => boolean
  /** How many rows may be under way at once; 1 unless told. */
  atOnce?: number
  timeoutMs?: number
}

/**
 * Runs `check` on every row of a set and prints `attack <set>: N passed, M failed`.
 * `check` fails a row by throwing, or by returning a sentence that says what was wrong. A set that is not there is skipped by name.
 */
export function runCorpus<Row extends CorpusRow>(set: string, check: (row: Row) => unknown, options: RunOptions<Row> = {}): void {
  const all = readCorpus<Row>(set)
  if (!all) {
    console.warn(`attack ${set}: skipped, the set is not there (COACHKIT_ATTACK names its folder)`)
    it.skip(`attack ${set}`)
    return
  }
  const rows = options.only ? all.filter(options.only) : all
  describe(`attack ${set}`, () => {
    const failures: string[] = []
    let done = 0
    afterAll(() => {
      process.stdout.write(`attack ${set}: ${done - failures.length} passed, ${failures.length + rows.length - done} failed\n`)
    })
    it(
      'every row as labelled',
      async () => {
        const waiting = rows.values()
        const worker = async () => {
          for (const row of waiting) {
            const problem = await problemOf(check, row)
            done += 1
            if (problem !== undefined) failures.push(`${row.id} (${row.category}): ${problem}`)
          }
        }
        await Promise.all(Array.from({ length: options.atOnce ?? 1 }, worker))
        expect(rows.length, `the set ${set} is empty`).toBeGreaterThan(0)
        expect(failures.length, summary(failures)).toBe(0)
      },
      options.timeoutMs ?? 300_000,
    )
  })
}

async function problemOf<Row>(check: (row: Row) => unknown, row: Row): Promise<string | undefined> {
  try {
    const problem = await check(row)
    return typeof problem === 'string' ? problem : undefined
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n', 1)[0] ?? error.name) : String(error)
  }
}

function summary(failures: string[]): string {
  const more = failures.length > shownFailures ? `\n  and ${failures.length - shownFailures} more` : ''
  return `${failures.length} rows failed:\n  ${failures.slice(0, shownFailures).join('\n  ')}${more}`
}
