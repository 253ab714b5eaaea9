import { randomUUID } from 'node:crypto'
import { errorBody, routes } from '@coachkit/contract'
import { afterAll, beforeAll } from 'vitest'
import { type AttackedServer, attackedServer, badAnswer } from './attacked-server.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface JsonRow extends CorpusRow {
  name: string
  body_b64: string
}

let attacked: AttackedServer
beforeAll(async () => {
  attacked = await attackedServer()
})
afterAll(() => attacked.close())

/** The route reads the body before its schema refuses it: VAL_004 is "not JSON", VAL_001 and VAL_002 are "JSON, but not a message". */
const wanted: Record<string, RegExp> = { accept: /^VAL_00[12]$/, reject: /^VAL_004$/, 'either, no crash': /^VAL_00[124]$/ }

runCorpus<JsonRow>('json_edge', async (row) => {
  const bytes = Buffer.from(row.body_b64, 'base64')
  const { code, problem } = await send(bytes)
  if (problem) return problem
  const problemOfValue = row.expect.startsWith('transform') ? await changedValue(bytes) : unwanted(code, wanted[row.expect])
  return problemOfValue ?? attacked.harm()
})

function unwanted(code: string | undefined, pattern: RegExp | undefined): string | undefined {
  if (!pattern) return 'no check for this expectation'
  return pattern.test(code ?? 'accepted') ? undefined : `answered ${code ?? 'with success'}`
}

async function send(body: Uint8Array<ArrayBuffer>): Promise<{ code?: string; clientMessageId?: string; problem?: string }> {
  const { token, conversationId } = attacked.visitor
  const path = routes.messages.send.path.replace('{conversationId}', conversationId)
  const response = await attacked.server.request(path, { method: 'POST', body, token, headers: { 'content-type': 'application/json' } })
  const text = await response.text()
  const problem = badAnswer(response.status, text)
  if (problem) return { problem }
  if (!response.ok) return { code: errorBody.parse(JSON.parse(text)).error.code }
  return { clientMessageId: routes.messages.send.result.parse(JSON.parse(text)).message.clientMessageId ?? '' }
}

/** Each value in the place of an id: refused, or kept to the letter. An object with two names for one value is refused whole. */
async function changedValue(bytes: Buffer): Promise<string | undefined> {
  const value = /^\s*\[([\s\S]*)\]\s*$/.exec(bytes.toString('latin1'))?.[1]
  if (value === undefined) return undefined
  const body = Buffer.from(`{"clientMessageId":${value},"text":"${randomUUID()}"}`, 'latin1')
  const { clientMessageId, problem } = await send(new Uint8Array(body))
  if (problem || clientMessageId === undefined) return problem
  return JSON.stringify(clientMessageId) === value ? undefined : `kept as ${clientMessageId}`
}
