import { CoachError, type ErrorCode, errorCatalogue, maxUploadBytes, type RouteDefinition, type UploadedFile } from '@coachkit/contract'
import { bytesOf } from '../domain/bytes/byte-stream.js'
import { sizeLimit } from '../domain/bytes/size-limit.js'
import { multipartError } from './multipart/multipart-error.js'
import { type Part, readParts } from './multipart/read-parts.js'
import { parseJson } from './parse-json.js'

const maxJsonBytes = 256 * 1024
/** Boundaries and part headers around one file. */
const multipartOverhead = 64 * 1024

interface ReadBody {
  body: unknown
  /** Ends a file that was not read to its end. */
  release(): Promise<void>
}

/** Reads a request's body as its route declares it, within its cap; a file only as far as its name. */
export async function readBody(request: Request, { body, maxBytes, errors }: Pick<RouteDefinition, 'body' | 'maxBytes' | 'errors'>): Promise<ReadBody> {
  const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (body === 'multipart') {
    if (type !== 'multipart/form-data') throw new CoachError('REQUEST_003', { details: { expected: 'multipart/form-data' } })
    const tooLarge = errors.find((code) => errorCatalogue[code].status === 413) ?? 'REQUEST_004'
    return openFile(request, { maxBytes: maxBytes ?? maxUploadBytes, tooLarge })
  }
  const release = () => Promise.resolve()
  if (!body) return { body: undefined, release }
  if (type === '' && body.safeParse(undefined).success && (await isEmpty(request))) return { body: undefined, release }
  if (type !== 'application/json') throw new CoachError('REQUEST_003', { details: { expected: 'application/json' } })
  return { body: parseJson(await bytesOf(capped(request, maxBytes ?? maxJsonBytes, new CoachError('REQUEST_004')))), release }
}

/** A body that may be left out is: nobody named a type for it, and there is nothing of it. */
async function isEmpty(request: Request): Promise<boolean> {
  return (await bytesOf(capped(request, 0, new CoachError('REQUEST_003')))).length === 0
}

async function openFile(request: Request, { maxBytes, tooLarge }: { maxBytes: number; tooLarge: ErrorCode }): Promise<ReadBody> {
  const refusal = new CoachError(tooLarge, { details: sizeLimit(maxBytes) })
  const parts = readParts(unlessCut(capped(request, maxBytes + multipartOverhead, refusal)), request.headers.get('content-type') ?? '')
  const release = async () => void (await parts.return(undefined))
  try {
    for (let next = await parts.next(); !next.done; next = await parts.next()) {
      const { name, fileName, content } = next.value
      if (name !== 'file') continue
      if (fileName === undefined) break
      const file: UploadedFile = { name: fileName, content: onlyFile(content, parts) }
      return { body: file, release }
    }
    throw new CoachError('VAL_001', { details: { issues: [{ path: 'body.file', code: 'required' }] } })
  } catch (error) {
    await release()
    throw error
  }
}

/** A file ends well when its whole form does, without another file. */
async function* onlyFile(content: AsyncIterable<Uint8Array>, parts: AsyncGenerator<Part>): AsyncGenerator<Uint8Array> {
  yield* content
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    if (next.value.name === 'file') throw new CoachError('VAL_001', { details: { issues: [{ path: 'body.file', code: 'required' }] } })
  }
}

/** A connection that was cut is a form that was not closed. */
async function* unlessCut(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw CoachError.isInstance(error) ? error : multipartError('not_closed')
  }
}

async function* capped(request: Request, limit: number, refusal: CoachError): AsyncGenerator<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw refusal
  let size = 0
  // What is left after a refusal is read away by the app; cancelling it would cut the connection before the answer is seen.
  for await (const piece of request.body?.values({ preventCancel: true }) ?? []) {
    size += piece.length
    if (size > limit) throw refusal
    yield piece
  }
}
