import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { CoachServer } from '@coachkit/server-kit'

/** A coach with one document, so that the example has something to answer from. */
export async function addGuide(coach: CoachServer): Promise<void> {
  const creator = await coach.setup.ensureCreator({ slug: 'ana-lopez', name: 'Ana López', language: 'es' })
  const { key } = await coach.setup.createApiKey({ creatorId: creator.id, name: 'host example' })
  const headers = { authorization: `Bearer ${key}` }
  const call = async (path: string, init: RequestInit = {}) => {
    const response = await coach.fetch(new Request(`http://localhost/v1/creators/knowledge/${path}`, { ...init, headers }))
    if (!response.ok) throw new Error(`The guide was not taken: ${response.status}`)
    return response.json()
  }
  const form = new FormData()
  form.set('file', new File([await readFile(new URL('../quickstart/samples/primera-sesion.md', import.meta.url))], 'primera-sesion.md'))
  const { document } = (await call('upload', { method: 'POST', body: form })) as { document: { id: string } }
  const status = async () => ((await call(`documents/${document.id}/status`)) as { status: string }).status
  // Rarer and rarer: the limits hold for this program too.
  for (let pauseMs = 50; /pending|processing/.test(await status()); pauseMs = Math.min(1000, pauseMs * 2)) await wait(pauseMs)
}
