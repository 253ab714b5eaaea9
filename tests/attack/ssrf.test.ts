import { afterAll, beforeAll } from 'vitest'
import { type FakeInternet, fakeInternet, publicAddress } from '../../packages/server-kit/adapters/egress/__fixtures__/fake-internet.js'
import { createEgress } from '../../packages/server-kit/adapters/egress/index.js'
import { isPublicAddress } from '../../packages/server-kit/domain/public-address/is-public-address.js'
import { AdapterError } from '../../packages/server-kit/ports/index.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'
import { type Scenario, scenarioOf } from './ssrf-scenarios.js'

interface SsrfRow extends CorpusRow {
  payload: string
  note: string
  expect: 'block' | 'allow'
}

let internet: FakeInternet
let scenario: Scenario | undefined
let hop = 0

beforeAll(async () => {
  internet = await fakeInternet((_request, response) => {
    if (scenario) scenario.answer(response, hop)
    else response.end('public page')
    hop += 1
  })
})
afterAll(() => internet.close())

runCorpus<SsrfRow>('ssrf_urls', async (row) => {
  const staged = row.category === 'needs_fake_dns_or_server'
  hop = 0
  internet.dialled.length = 0
  scenario = undefined
  if (staged) {
    const host = new URL(row.payload).hostname
    scenario = scenarioOf(row.note, host, publicAddress)
    if (!scenario) return `no scenario for the note: ${row.note}`
    internet.names.set(host, scenario.addresses)
  }
  const outcome = await tryToRead(row.payload)
  // Whatever else happens, nothing but the public internet was ever dialled.
  const inside = internet.dialled.find(({ address, port }) => !isPublicAddress(address) || (port !== 80 && port !== 443))
  if (inside) return `dialled ${inside.address}:${inside.port}`
  if (row.expect === 'allow') return internet.dialled.length > 0 && outcome !== 'blocked' ? undefined : `${outcome}: ${row.payload}`
  if (!staged) return outcome === 'blocked' && internet.dialled.length === 0 ? undefined : `${outcome}: ${row.payload}`
  return outcome === 'read' && !isRebinding(scenario) ? `read: ${row.payload}` : undefined
})

/** `read`, or the code of the failure. Names that are not staged answer with a public address, so that only the rules can stop them. */
async function tryToRead(url: string): Promise<string> {
  const egress = createEgress({ resolve: internet.resolve, connectTo: internet.connectTo, maxBytes: 1024 * 1024, timeoutMs: 1500 })
  try {
    await (await egress.fetch(url)).arrayBuffer()
    return 'read'
  } catch (error) {
    if (AdapterError.isInstance(error)) return error.code
    throw error
  } finally {
    await egress.close()
  }
}

/** A name whose first answer is public may be read: from the address that was checked, and from no other. */
function isRebinding(staged: Scenario | undefined): boolean {
  return (staged?.addresses.length ?? 0) > 1
}
