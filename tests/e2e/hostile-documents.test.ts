import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCoachClient } from '@coachkit/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { quickstart } from './quickstart-process.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const data = process.env.COACHKIT_DATA ?? join(root, '../shared/data')
const attack = process.env.COACHKIT_ATTACK ?? join(root, '../shared/attack')

/** One file of each kind of ending. All of them: `npm run bench -- hostile-documents`. */
const endings: [folder: string, file: string, ends: string][] = [
  [join(data, 'docs/good'), 'testPDF_bookmarks.pdf', 'ready'],
  [join(data, 'docs/good'), 'mammoth-tables.docx', 'ready'],
  [join(data, 'docs/good'), 'CONTRIBUTING-es.md', 'ready'],
  [join(data, 'docs/good'), 'fake-html-cp1252.html', 'ready'],
  [join(data, 'docs/nasty'), 'testTXT_win-1252.txt', 'ready'],
  [join(data, 'docs/nasty'), 'empty.txt', 'DOCUMENT_003'],
  [join(attack, 'docs'), 'html.docx', 'DOCUMENT_004'],
  [join(attack, 'docs'), 'encrypted.pdf', 'DOCUMENT_005'],
  [join(data, 'docs/nasty'), 'scan-bad.pdf', 'DOCUMENT_006'],
  [join(data, 'docs/nasty'), 'artur-corrupted.pdf', 'DOCUMENT_007'],
  [join(attack, 'docs'), 'pages-3000.pdf', 'DOCUMENT_008'],
  [join(data, 'docs/nasty'), 'tika-droste.zip', 'VAL_003'],
]
const present = endings.every(([folder, file]) => existsSync(join(folder, file)))
if (!present) console.warn('The documents are not there: their test is skipped. Set COACHKIT_DATA and COACHKIT_ATTACK to their folders.')

let app: Awaited<ReturnType<typeof quickstart>> | undefined

beforeAll(async () => {
  if (present) app = await quickstart({ script: 'tests/e2e/plain-server.ts' })
}, 120_000)
afterAll(() => app?.remove())

test.skipIf(!present)(
  'documents of every kind, sent at once to a running server, end each as it should',
  async () => {
    const client = createCoachClient({ baseUrl: `${app?.url}/coach`, token: app?.key() ?? '' })
    const endingOf = async (path: string, name: string) => {
      const uploaded = await client.knowledge.upload(new File([readFileSync(path)], name)).catch((error: { code?: string }) => error.code)
      if (typeof uploaded !== 'object') return uploaded
      const status = () => client.knowledge.status({ params: { documentId: uploaded.document.id } })
      await expect.poll(async () => (await status()).status, { timeout: 150_000 }).toMatch(/ready|failed/)
      const { status: ended, failure } = await status()
      return failure?.code ?? ended
    }
    const ended = await Promise.all(endings.map(async ([folder, file]) => [file, await endingOf(join(folder, file), file)]))
    expect(ended).toEqual(endings.map(([, file, ends]) => [file, ends]))
  },
  300_000,
)
