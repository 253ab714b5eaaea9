import type { BlobStore, ByteRange } from '../../../ports/index.js'
import { checkKey, isKey } from '../check-key.js'
import { createRequester, type Requester } from './requester.js'
import { s3Error } from './s3-error.js'
import type { S3Options } from './s3-options.js'

export type { S3Options } from './s3-options.js'

/** What is held in memory of one file; S3 takes parts from 5 MiB. */
const partBytes = 8 * 1024 * 1024

/** Files in a bucket of S3 or of what speaks its protocol, such as MinIO. Needs the package aws4fetch. */
export function s3(options: S3Options): BlobStore {
  const prefix = options.prefix ?? ''
  if (!/^[\w./-]*$/.test(prefix)) throw s3Error({ code: 'invalid', retryable: false, message: '`prefix` may hold letters, digits, _, -, . and / only.' })
  const request = createRequester(options)
  const pathOf = (key: string) => {
    checkKey('s3', key)
    return `${prefix}${key}`
  }
  return {
    async put(key, bytes) {
      const path = pathOf(key)
      const parts = inParts(bytes)
      const first = await parts.next()
      if (first.done) throw s3Error({ code: 'internal', retryable: false, message: 'A file has at least one part.' })
      if (first.value.last) await request('PUT', { path, body: first.value.bytes })
      else await putParts({ request, path, first: first.value.bytes, rest: parts })
    },
    async get(key, range) {
      const path = pathOf(key)
      const head = await request('HEAD', { path, missing: true })
      return head && piecesOf(request, path, range)
    },
    async remove(key) {
      await request('DELETE', { path: pathOf(key), missing: true })
    },
    async *keys() {
      let token: string | undefined
      do {
        const query = { 'list-type': '2', prefix, ...(token === undefined ? {} : { 'continuation-token': token }) }
        const page = await (await request('GET', { path: '', query })).text()
        for (const [, key = ''] of page.matchAll(/<Key>([^<]*)<\/Key>/g)) if (isKey(key.slice(prefix.length))) yield key.slice(prefix.length)
        token = textOf(page, 'NextContinuationToken')
      } while (token !== undefined)
    },
  }
}

/** A file of many parts exists once all are there; one that fails on the way is given up whole. */
async function putParts(input: { request: Requester; path: string; first: Uint8Array; rest: AsyncGenerator<FilePart> }): Promise<void> {
  const { request, path, first, rest } = input
  const begun = await (await request('POST', { path, query: { uploads: '' } })).text()
  const uploadId = textOf(begun, 'UploadId')
  if (uploadId === undefined) throw s3Error({ code: 'protocol', retryable: false, message: 'The store began an upload without naming it.' })
  try {
    const tags = [await putPart({ request, path, uploadId, number: 1, body: first })]
    for await (const { bytes } of rest) tags.push(await putPart({ request, path, uploadId, number: tags.length + 1, body: bytes }))
    const parts = tags.map((tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${tag}</ETag></Part>`).join('')
    const body = Buffer.from(`<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>`)
    // It answers 200 before it knows, and then may say that it failed.
    const ended = await (await request('POST', { path, query: { uploadId }, body })).text()
    if (ended.includes('<Error>')) throw s3Error({ code: 'unreachable', retryable: true, message: 'The store could not put the file together.' })
  } catch (error) {
    await request('DELETE', { path, query: { uploadId }, missing: true }).catch(() => undefined)
    throw error
  }
}

async function putPart(input: { request: Requester; path: string; uploadId: string; number: number; body: Uint8Array }): Promise<string> {
  const { request, path, uploadId, number, body } = input
  const answer = await request('PUT', { path, query: { partNumber: String(number), uploadId }, body })
  return answer.headers.get('etag') ?? ''
}

interface FilePart {
  bytes: Uint8Array
  last: boolean
}

/** Parts of `partBytes` and a last one, which may be empty where it is the only one. */
async function* inParts(stream: AsyncIterable<Uint8Array>): AsyncGenerator<FilePart> {
  let [held, size, given]: [Uint8Array[], number, number] = [[], 0, 0]
  for await (const piece of stream) {
    held.push(piece)
    size += piece.length
    while (size > partBytes) {
      const joined = Buffer.concat(held)
      yield { bytes: joined.subarray(0, partBytes), last: false }
      given += 1
      held = [joined.subarray(partBytes)]
      size = joined.length - partBytes
    }
  }
  if (size > 0 || given === 0) yield { bytes: Buffer.concat(held), last: true }
}

async function* piecesOf(request: Requester, path: string, range: ByteRange | undefined): AsyncGenerator<Uint8Array> {
  if (range?.end !== undefined && range.end <= range.start) return
  const asked = range === undefined ? {} : { range: `bytes=${range.start}-${range.end === undefined ? '' : range.end - 1}` }
  const { body, status } = await request('GET', { path, ...asked })
  // It has nothing of what was asked for.
  if (status === 416) {
    await body?.cancel()
    return
  }
  try {
    for await (const piece of body ?? []) yield piece
  } catch (cause) {
    throw s3Error({ code: 'unreachable', retryable: true, message: 'The store stopped in the middle of a file.', cause })
  }
}

function textOf(xml: string, name: string): string | undefined {
  const [, text] = new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml) ?? []
  return text?.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
