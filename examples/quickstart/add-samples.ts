import { readdir, readFile } from 'node:fs/promises'
import type { CoachServer } from '@coachkit/server-kit'

interface AddSamples {
  coach: CoachServer
  key: string
  mountPath: string
  onProgress(line: string): void
}

const folder = new URL('./samples/', import.meta.url)

/** Uploads the sample files that are not there yet and waits until they can be asked about. Returns how many were new. */
export async function addSamples(input: AddSamples): Promise<number> {
  const names = (await readdir(folder)).sort()
  let added = 0
  for (const name of names) {
    const form = new FormData()
    form.set('file', new File([new Uint8Array(await readFile(new URL(name, folder)))], name))
    const uploaded = await call(input, 'POST', '/v1/creators/knowledge/upload', form)
    const { document, duplicate } = (await uploaded.json()) as { document: { id: string; status: string }; duplicate: boolean }
    if (duplicate && document.status === 'ready') continue
    input.onProgress(`  reading ${name}`)
    await ready(input, document.id)
    added += 1
  }
  return added
}

const longestPauseMs = 1000

async function ready(input: AddSamples, documentId: string): Promise<void> {
  // Rarer and rarer: the limits hold for this program too.
  for (let pauseMs = 50; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    const response = await call(input, 'GET', `/v1/creators/knowledge/documents/${documentId}/status`)
    const { status, failure } = (await response.json()) as { status: string; failure?: { message: string } }
    if (status === 'ready') return
    if (status === 'failed' || status === 'quarantined') throw new Error(failure?.message ?? `A sample document is ${status}.`)
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}

async function call(input: AddSamples, method: string, path: string, body?: FormData): Promise<Response> {
  const request = new Request(`http://localhost${path}`, { method, headers: { authorization: `Bearer ${input.key}` }, body: body ?? null })
  const response = await input.coach.fetch(request)
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}.`)
  return response
}
