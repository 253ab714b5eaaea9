import { afterAll, beforeAll } from 'vitest'
import { type AttackedServer, attackedServer } from './attacked-server.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'
import { uploadNamed } from './upload-named.js'

interface NameRow extends CorpusRow {
  payload: string
  note: string
}

let attacked: AttackedServer
beforeAll(async () => {
  attacked = await attackedServer()
})
afterAll(() => attacked.close())

runCorpus<NameRow>('file_names', async ({ id, payload, note }) => {
  const { problem, refusal } = await uploadNamed(attacked, { name: payload, content: id })
  if (problem) return problem
  if (refusal && /\bbenign\b/.test(note)) return `refused with ${refusal}: ${payload}`
  // The name is refused, or its type; nothing else about these files can be. A client leaves an empty name out, and a file needs one.
  if (refusal && !/^(VAL_003|DOCUMENT_009)$/.test(refusal) && payload !== '') return `refused with ${refusal}`
  return attacked.harm()
})
