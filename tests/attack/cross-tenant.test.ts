import { routes } from '@coachkit/contract'
import { afterAll, beforeAll } from 'vitest'
import { startTestServer, type TestServer } from '../../packages/server-kit/testing/__fixtures__/test-server.js'
import { type Coached, openCreator } from './coached.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface TwinRow extends CorpusRow {
  tenant_a_doc: string
  tenant_b_doc: string
  question: string
  tenant_a_must_contain: string
  tenant_a_must_not_contain: string
}

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
}, 60_000)
afterAll(() => server.close())

runCorpus<TwinRow>(
  'cross_tenant_twins',
  async (row) => {
    const [one, twin, empty] = (await Promise.all(['a', 'b', 'c'].map((name) => openCreator(server, { slug: `${row.id}-${name}` })))) as [
      Coached,
      Coached,
      Coached,
    ]
    const [{ id: ownId }, { id: theirId }] = await Promise.all([
      one.ingest(new File([row.tenant_a_doc], 'notas.md')),
      twin.ingest(new File([row.tenant_b_doc], 'notas.md')),
    ])
    const own = { id: ownId, holds: row.tenant_a_must_contain, not: row.tenant_a_must_not_contain }
    const theirs = { id: theirId, holds: row.tenant_a_must_not_contain, not: row.tenant_a_must_contain }
    // All at once and again, so that whatever is kept between questions is asked too.
    for (let round = 0; round < 2; round++) {
      const problems = await Promise.all([
        problemWith({ who: one, foreign: twin, what: own, question: row.question }),
        problemWith({ who: twin, foreign: one, what: theirs, question: row.question }),
        problemWithNothing(empty, row.question),
      ])
      const problem = problems.find(Boolean)
      if (problem !== undefined) return `round ${round}: ${problem}`
    }
    await one.call(routes.knowledge.remove, { token: one.key, params: { documentId: own.id } })
    if ((await find(one, row.question)).items.length > 0) return 'a removed document is found'
    if ((await one.answerTo(row.question)).citations.length > 0) return 'a removed document is cited'
    return problemWith({ who: twin, foreign: one, what: theirs, question: row.question })
  },
  { atOnce: 7 },
)

interface Case {
  who: Coached
  foreign: Coached
  what: { id: string; holds: string; not: string }
  question: string
}

const find = (who: Coached, q: string) => who.call(routes.knowledge.search, { token: who.key, query: { q } })

async function problemWithNothing(empty: Coached, question: string): Promise<string | undefined> {
  const [nothing, answer] = await Promise.all([find(empty, question), empty.answerTo(question)])
  if (nothing.items.length > 0 || nothing.answerable) return 'an empty tenant finds something'
  return answer.errorCode === 'AI_002' && answer.citations.length === 0 ? undefined : `an empty tenant is told ${answer.text}`
}

async function problemWith({ who, foreign, what, question }: Case): Promise<string | undefined> {
  const [{ items }, answer] = await Promise.all([find(who, question), who.answerTo(question)])
  if (items.length === 0) return 'nothing is found'
  if (items.some(({ documentId, text }) => documentId !== what.id || text.includes(what.not) || !text.includes(what.holds))) return 'a foreign passage'
  for (const { chunkId } of items) {
    const params = { chunkId }
    if ((await who.call(routes.knowledge.passage, { token: who.key, params })).documentId !== what.id) return 'the passage is of another document'
    const asked = await foreign.request(routes.knowledge.passage.path.replace('{chunkId}', chunkId), { token: foreign.key })
    if (asked.status !== 404) return `the other tenant gets the passage: ${asked.status}`
  }
  if ([answer.text, ...answer.citations.map(({ quote }) => quote)].some((text) => text.includes(what.not))) return 'a foreign answer'
  const ids = items.map(({ chunkId }) => chunkId)
  return answer.citations.every(({ chunkId }) => ids.includes(chunkId)) ? undefined : 'a foreign chunk is cited'
}
