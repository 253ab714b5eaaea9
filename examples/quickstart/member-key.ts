import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CoachServer } from '@coachkit/server-kit'

/** The key of the documents page: made once and kept beside the data, readable by this user alone. */
export async function memberKey(input: { coach: CoachServer; creatorId: string; dataDir: string }): Promise<string> {
  const file = join(input.dataDir, 'quickstart-key')
  const kept = await readFile(file, 'utf8').catch(() => '')
  if (kept && (await stillValid(input.coach, kept))) return kept
  const { key } = await input.coach.setup.createApiKey({ creatorId: input.creatorId, name: 'quickstart documents page' })
  await mkdir(input.dataDir, { recursive: true })
  await writeFile(file, key, { mode: 0o600 })
  return key
}

/** A kept key is of no use after a change of database. */
async function stillValid(coach: CoachServer, key: string): Promise<boolean> {
  const request = new Request('http://localhost/v1/creators/knowledge/documents?limit=1', { headers: { authorization: `Bearer ${key}` } })
  return (await coach.fetch(request)).ok
}
