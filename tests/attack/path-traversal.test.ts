import { afterAll, beforeAll } from 'vitest'
import { type AttackedServer, attackedServer, badAnswer } from './attacked-server.js'
import { rawRequest, requestHead } from './raw-request.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'
import { uploadNamed } from './upload-named.js'

interface PathRow extends CorpusRow {
  payload: string
}

let attacked: AttackedServer
beforeAll(async () => {
  attacked = await attackedServer()
})
afterAll(() => attacked.close())

/** As the name of a file, as it is and with an extension that is taken; and as an address, where files and routes are served. */
runCorpus<PathRow>(
  'path_traversal_lists',
  async ({ id, payload }) => {
    for (const name of [payload, `${payload}.txt`]) {
      const { problem } = await uploadNamed(attacked, { name, content: id + name })
      if (problem) return problem
    }
    for (const path of [payload, `/${payload}`, `/${payload}/widget.js`, `/v1/widgets/${payload}/config`, `/widget.js/${payload}`]) {
      const problem = await read(path)
      if (problem) return `GET ${path}: ${problem}`
    }
    return attacked.harm()
  },
  { atOnce: 4 },
)

async function read(path: string): Promise<string | undefined> {
  // A line end or space would end the request line; written as a client must write it, it reaches us.
  const written = path.replace(/[\s\p{Cc}]/gu, (character) => encodeURIComponent(character))
  const answers = await rawRequest(attacked.server.url, Buffer.from(requestHead(attacked.server.url, `GET ${written} HTTP/1.1`)))
  for (const { status, body } of answers) {
    const problem = badAnswer(status, body) ?? (status < 400 ? `answered ${status}` : undefined)
    if (problem) return problem
  }
  return answers.length > 1 ? 'several answers' : undefined
}
