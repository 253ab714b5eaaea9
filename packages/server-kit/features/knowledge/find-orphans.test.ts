import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { routes } from '@coachkit/contract'
import { expect, test } from 'vitest'
import { startTestServer } from '../../testing/__fixtures__/test-server.js'

test('finds nothing where all is well, and a file and a document that lost each other', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'coachkit-orphans-'))
  const server = await startTestServer({ dataDir: folder })
  const orphans = () => server.coach.setup.findOrphans()
  try {
    expect(await orphans()).toEqual([])
    const document = await server.ingest(new File(['La sesión dura una hora.'], 'guía.txt'))
    await server.ingest(new File([' '], 'vacío.txt'))
    expect(await orphans()).toEqual([])
    const [file = ''] = (await readdir(join(folder, 'files'))).sort()
    await server.call(routes.knowledge.remove, { token: server.key, params: { documentId: document.id } })
    expect(await orphans()).toEqual([])
    await writeFile(join(folder, 'files', 'nobody-knows'), 'x')
    expect(await orphans()).toEqual([{ what: 'file without a document', id: 'nobody-knows' }])
    await rm(join(folder, 'files'), { recursive: true })
    expect(await orphans()).toMatchObject([{ what: 'document without its file' }])
    expect(file).toMatch(/^[\w-]+$/)
  } finally {
    await server.close()
    await rm(folder, { recursive: true })
  }
})
