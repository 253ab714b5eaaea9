import { afterAll, beforeAll } from 'vitest'
import { type AttackedServer, attackedServer, badAnswer } from './attacked-server.js'
import { mutatingRoutes, type RouteAddress } from './every-route.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface BodyRow extends CorpusRow {
  payload: string
}

let attacked: AttackedServer
beforeAll(async () => {
  attacked = await attackedServer()
})
afterAll(() => attacked.close())

runCorpus<BodyRow>('json_bodies', async ({ payload }) => {
  for (const address of mutatingRoutes(attacked)) {
    const problem = await attack(address, payload)
    if (problem) return `${address.route.method} ${address.route.path}: ${problem}`
  }
  return attacked.harm()
})

async function attack({ route, path, token }: RouteAddress, payload: string): Promise<string | undefined> {
  const headers = { 'content-type': route.body === 'multipart' ? 'multipart/form-data; boundary=x' : 'application/json' }
  const response = await attacked.server.request(path, { method: route.method, body: payload, headers, ...(token === undefined ? {} : { token }) })
  const body = await response.text()
  const bad = badAnswer(response.status, body)
  if (bad || response.ok) return bad ?? (route.body === undefined ? taken(body) : `accepted with ${response.status}`)
  return response.headers.get('content-type')?.startsWith('application/json') ? undefined : 'refused without an error body'
}

/** A route without a body passes one over, so nothing of it comes back. */
function taken(body: string): string | undefined {
  return /admin|victim|emailVerified/.test(body) ? `took something from the body: ${body.slice(0, 120)}` : undefined
}
