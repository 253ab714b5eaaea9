import { randomUUID } from 'node:crypto'
import { errorBody, routes } from '@coachkit/contract'
import { afterAll, beforeAll } from 'vitest'
import { type AttackedServer, attackedServer, badAnswer } from './attacked-server.js'
import { type RawAnswer, rawRequest, requestHead } from './raw-request.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface HttpRow extends CorpusRow {
  payload: string
}

let attacked: AttackedServer
beforeAll(async () => {
  attacked = await attackedServer()
})
afterAll(() => attacked.close())

type Check = (payload: string) => Promise<string | undefined>

const checks: Record<string, Check[]> = {
  sql: [isText, isLikeAnyOtherText, isHarmlessAddress],
  nul: [isText, isHarmlessAddress, isWholeBehindEscapes],
  operator_injection: [isText, isLikeAnyOtherText, isHarmlessAddress, isNoOperator],
  method: [isHarmlessMethod],
  hpp: [isHarmlessAddress],
  crlf: [isText, isHarmlessAddress, isHarmlessHeader],
  header_injection: [isHarmlessAddress, isHarmlessHeader, isHarmlessRequestLine],
}

runCorpus<HttpRow>(
  'http_misc',
  async ({ category, payload }) => {
    const ofCategory = checks[category]
    if (!ofCategory) return `no check for the category ${category}`
    for (const check of ofCategory) {
      const problem = await check(payload)
      if (problem) return `${check.name}: ${problem}: ${payload}`
    }
    return attacked.harm()
  },
  { atOnce: 4 },
)

interface Answer {
  status: number
  body: string
}

async function sendMessage(body: string): Promise<Answer> {
  const { token, conversationId } = attacked.visitor
  const path = routes.messages.send.path.replace('{conversationId}', conversationId)
  const response = await attacked.server.request(path, { method: 'POST', body, token, headers: { 'content-type': 'application/json' } })
  return { status: response.status, body: await response.text() }
}

/** As a visitor's words: kept to the letter. */
async function isText(payload: string): Promise<string | undefined> {
  const { status, body } = await sendMessage(JSON.stringify({ clientMessageId: randomUUID(), text: payload }))
  if (status !== 201) return badAnswer(status, body) ?? (payload.trim() === '' || payload.length > 4000 ? undefined : `refused with ${status}`)
  const { text } = routes.messages.send.result.parse(JSON.parse(body)).message
  return text === payload.trim() ? undefined : `kept as ${text}`
}

/** In every place that takes a string: the same answer as to the same marks with other letters. */
async function isLikeAnyOtherText(payload: string): Promise<string | undefined> {
  const letter = (alphabet: string) => () => alphabet.charAt(Math.floor(Math.random() * alphabet.length))
  const other = payload.replace(/[a-z]/g, letter('xyz')).replace(/[A-Z]/g, letter('XYZ')).replace(/\d/g, '7')
  const [given, control] = [await answersTo(payload), await answersTo(other)]
  const differing = Object.keys(given).find((place) => given[place] !== control[place])
  return differing === undefined ? undefined : `${differing} answered ${given[differing]}, but ${control[differing]} to ${other}`
}

async function answersTo(text: string): Promise<Record<string, string>> {
  // A conversation of its own: short texts would meet their own controls as ids that are already taken.
  const { token, conversationId } = await attacked.server.visitor()
  const encoded = encodeURIComponent(text)
  const read = async (path: string, init: { method?: string; body?: string } = {}) => {
    const headers = { 'content-type': 'application/json', 'accept-language': 'en' }
    const response = await attacked.server.request(path, { ...init, headers, token })
    return outcome({ status: response.status, body: await response.text() })
  }
  return {
    slug: await read(routes.sessions.create.path, { method: 'POST', body: JSON.stringify({ creator: text }) }),
    path: await read(`/v1/widgets/${encoded}/config`),
    id: await read(`/v1/conversations/${encoded}`),
    cursor: await read(`${routes.conversations.list.path}?cursor=${encoded}`),
    clientMessageId: await read(routes.messages.send.path.replace('{conversationId}', conversationId), {
      method: 'POST',
      body: JSON.stringify({ clientMessageId: text, text: randomUUID() }),
    }),
  }
}

/** Status and error code, or for a success what kind of answer it is. */
function outcome({ status, body }: Answer): string {
  const bad = badAnswer(status, body)
  if (bad) return bad
  return status < 400 ? `${status} ${Object.keys(JSON.parse(body) as object).join(',')}` : `${status} ${errorBody.parse(JSON.parse(body)).error.code}`
}

/** As a part of addresses, written as it is. */
async function isHarmlessAddress(payload: string): Promise<string | undefined> {
  const base = routes.conversations.list.path
  const written = payload.replace(/[\s\p{Cc}]/gu, (character) => encodeURIComponent(character))
  const addresses = [
    `${base}${written}`,
    `${base}?${written}`,
    `${base}?cursor=${written}`,
    `${base}?limit=${written}`,
    `/v1/widgets/${written}/config`,
    `/${written}`,
  ]
  for (const address of addresses) {
    const problem = await harmless(`GET ${address} HTTP/1.1`, {})
    if (problem) return `GET ${address}: ${problem}`
  }
  return undefined
}

/** In the headers that we read, and in one that we give back. */
async function isHarmlessHeader(payload: string): Promise<string | undefined> {
  for (const name of ['x-request-id', 'accept-language', 'origin', 'content-type', 'x-forwarded-for']) {
    const problem = await harmless(`GET ${routes.health.get.path} HTTP/1.1`, { [name]: payload.replace(/[\r\n]/g, ' ') })
    if (problem) return `${name}: ${problem}`
  }
  return undefined
}

async function isHarmlessRequestLine(payload: string): Promise<string | undefined> {
  const [line = ''] = payload.split(/[\r\n]/, 1)
  return harmless(/ HTTP\/1\.[01]$/.test(line) ? line : `${line} HTTP/1.1`, {})
}

async function isHarmlessMethod(method: string): Promise<string | undefined> {
  for (const path of [routes.health.get.path, routes.conversations.list.path, routes.knowledge.upload.path, '/docs', '/nowhere']) {
    const problem = await harmless(`${method} ${path} HTTP/1.1`, {})
    if (problem) return `${method} ${path}: ${problem}`
  }
  return undefined
}

const ourHeaders =
  /^(?:access-control-[\w-]+|cache-control|connection|content-length|content-security-policy|content-type|cross-origin-resource-policy|date|keep-alive|referrer-policy|retry-after|transfer-encoding|vary|x-content-type-options|x-request-id|ratelimit-[\w-]+|allow|strict-transport-security|permissions-policy)$/

/** One answer or none, of our own making: no status of ours above 499, no header that we do not send, and none twice. */
async function harmless(requestLine: string, headers: Record<string, string>): Promise<string | undefined> {
  const authorization = `Bearer ${attacked.visitor.token}`
  const answers = await rawRequest(attacked.server.url, Buffer.from(requestHead(attacked.server.url, requestLine, { authorization, ...headers })))
  if (answers.length > 1) return `${answers.length} answers`
  const [answer] = answers
  return answer && (badMethod(answer) ?? badAnswer(answer.status, answer.body) ?? foreignHeader(answer))
}

/** What Node's own parser says of a method that is none of HTTP's is not an answer of ours, but must be a refusal. */
function badMethod({ status, body }: RawAnswer): string | undefined {
  return status < 200 ? `status ${status}: ${body}` : undefined
}

function foreignHeader({ headers }: RawAnswer): string | undefined {
  const names = headers.map(([name]) => name)
  const foreign = names.find((name, at) => !ourHeaders.test(name) || names.indexOf(name) !== at)
  return foreign === undefined ? undefined : `a header of another's: ${foreign}`
}

/** Within JSON, where the escapes of the row become what they stand for: never cut off. */
async function isWholeBehindEscapes(payload: string): Promise<string | undefined> {
  const { status, body } = await sendMessage(`{"clientMessageId":"${randomUUID()}","text":"begin ${payload} end"}`)
  if (status !== 201) return badAnswer(status, body)
  const { text } = routes.messages.send.result.parse(JSON.parse(body)).message
  return /^begin .* end$/s.test(text) ? undefined : `cut off: ${text}`
}

/** In the place of a string: an object, a list or a bracketed name is refused. */
async function isNoOperator(payload: string): Promise<string | undefined> {
  const values = [parsed(payload), { [payload]: payload }, { $ne: payload }, [payload]].filter((value) => typeof value === 'object' && value !== null)
  const bodies = values.flatMap((value) => [
    { clientMessageId: randomUUID(), text: value },
    { clientMessageId: value, text: 'x' },
    { clientMessageId: randomUUID(), text: 'x', [payload]: payload },
  ])
  for (const body of bodies) {
    const { status } = await sendMessage(JSON.stringify(body))
    if (status !== 400) return `${JSON.stringify(body)} answered ${status}`
  }
  const bracketed = await attacked.server.request(`${routes.conversations.list.path}?limit[$gt]=${encodeURIComponent(payload)}`, {
    token: attacked.visitor.token,
  })
  return bracketed.status === 400 ? undefined : `limit[$gt] answered ${bracketed.status}`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
