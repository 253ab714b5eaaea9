import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CoachError } from '@coachkit/contract'
import { afterAll, describe, expect, it, test, vi } from 'vitest'
import { validateFile } from '../../../domain/document/validate-file.js'
import { type Ending, expectations } from './__fixtures__/expected-endings.js'
import { workerExtractor } from './index.js'

const root = fileURLToPath(new URL('../../../../../', import.meta.url))
const data = process.env.COACHKIT_DATA ?? join(root, '../shared/data')
const attack = process.env.COACHKIT_ATTACK ?? join(root, '../shared/attack')
/** A busy machine fails no good file. */
const longestReadMs = 150_000
vi.setConfig({ testTimeout: longestReadMs })
const extractor = workerExtractor()
afterAll(() => extractor.close())

/** How a file ends, and its text when it was read. */
async function endingOf(path: string): Promise<{ ending: string; text: string }> {
  const bytes = new Uint8Array(readFileSync(path))
  try {
    const { type } = validateFile({ name: path, head: bytes })
    const result = await extractor.extract([bytes], { type, signal: AbortSignal.timeout(longestReadMs) })
    return result.ok ? { ending: 'ready', text: result.document.blocks.map((block) => block.text).join('\n') } : { ending: result.code, text: '' }
  } catch (error) {
    if (CoachError.isInstance(error)) return { ending: error.code, text: '' }
    throw error
  }
}

describeSet('docs/good', join(data, 'docs/good'), (dir) => {
  it.each(readdirSync(dir))('%s', async (file) => {
    const { ending, text } = await endingOf(join(dir, file))
    if (!/\.(?:pdf|docx|md|txt|html)$/.test(file)) return expect(ending).toBe('VAL_003')
    expect(ending).toBe('ready')
    expect(text).toMatch(/[\p{L}\p{N}]/u)
  })
})

for (const [name, dir] of [
  ['docs/nasty', join(data, 'docs/nasty')],
  ['attack docs', join(attack, 'docs')],
] as const) {
  describeSet(name, dir, (folder) => {
    const table: Record<string, Ending> = expectations[name]
    it('expects an ending of every file', () => {
      expect(Object.keys(table).sort()).toEqual(readdirSync(folder).sort())
    })
    it.each(Object.entries(table))('%s', async (file, { ends, text: expected, never }) => {
      const { ending, text } = await endingOf(join(folder, file))
      expect(ends).toContain(ending)
      if (ending === 'ready' && expected) expect(text).toMatch(expected)
      if (never) expect(text).not.toMatch(never)
    })
    it('still reads a good file after all of them', async () => {
      const bytes = new TextEncoder().encode('Hola.')
      expect(await extractor.extract([bytes], { type: 'txt', signal: AbortSignal.timeout(10_000) })).toMatchObject({ ok: true })
    })
  })
}

/** A set that is not there is skipped by its name, loudly. */
function describeSet(name: string, dir: string, run: (dir: string) => void): void {
  describe(name, () => {
    if (existsSync(dir)) return run(dir)
    console.warn(`${name} is not there: its tests are skipped. Set COACHKIT_DATA and COACHKIT_ATTACK to its folder.`)
    test.skip(`${name} is not there`, () => undefined)
  })
}
