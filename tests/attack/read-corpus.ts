import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What every row of every set has; the rest depends on the set. */
export interface CorpusRow {
  id: string
  category: string
  expect: string
}

const besideTheRepository = fileURLToPath(new URL('../../../shared/attack', import.meta.url))

/** A file of the corpora folder: `$COACHKIT_ATTACK`, or `shared/attack` beside the repository. Absent files are `undefined`. */
export function corpusFile(name: string): string | undefined {
  const path = join(process.env.COACHKIT_ATTACK || besideTheRepository, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

/** The rows of `<name>.jsonl`, as written; `undefined` when the set is not there. */
export function readCorpus<Row extends CorpusRow>(name: string): Row[] | undefined {
  return corpusFile(`${name}.jsonl`)
    ?.split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Row)
}
