import { CoachError, maxUploadBytes, type RouteDefinition, type UploadedFile } from '@coachkit/contract'
import { parseMultipart } from './multipart/parse-multipart.js'
import { parseJson } from './parse-json.js'

const maxJsonBytes = 256 * 1024
/** Boundaries and part headers around one file. */
const multipartOverhead = 64 * 1024

/** Reads a request's body as its route declares it, within its cap. */
export async function readBody(request: Request, body: RouteDefinition['body']): Promise<unknown> {
  const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (body === 'multipart') {
    if (type !== 'multipart/form-data') throw new CoachError('REQUEST_003', { details: { expected: 'multipart/form-data' } })
    return readFile(request)
  }
  if (!body) return undefined
  if (type !== 'application/json') throw new CoachError('REQUEST_003', { details: { expected: 'application/json' } })
  return parseJson(await readCapped(request, maxJsonBytes, 'REQUEST_004'))
}

async function readFile(request: Request): Promise<UploadedFile> {
  const bytes = await readCapped(request, maxUploadBytes + multipartOverhead, 'DOCUMENT_002')
  const files = parseMultipart(bytes, request.headers.get('content-type') ?? '').filter(({ name }) => name === 'file')
  const [file] = files
  if (files.length !== 1 || file?.fileName === undefined)
    throw new CoachError('VAL_001', { details: { issues: [{ path: 'body.file', code: 'required' }] } })
  return { name: file.fileName, bytes: file.bytes }
}

async function readCapped(request: Request, limit: number, code: 'REQUEST_004' | 'DOCUMENT_002'): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new CoachError(code)
  const chunks: Uint8Array[] = []
  let size = 0
  // What is left after a refusal is read away by the app; cancelling it would cut the connection before the answer is seen.
  for await (const chunk of request.body?.values({ preventCancel: true }) ?? []) {
    size += chunk.length
    if (size > limit) throw new CoachError(code)
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
