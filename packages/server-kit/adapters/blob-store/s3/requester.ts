import { createHash } from 'node:crypto'
import type { AwsClient } from 'aws4fetch'
import { refusalOf, s3Error } from './s3-error.js'
import type { S3Options } from './s3-options.js'

/** For one request, with up to one part of a file. */
const longestMs = 60_000

interface Details {
  /** Behind the bucket. */
  path: string
  query?: Record<string, string>
  body?: Uint8Array
  /** As the header says it. A range that the file does not have is an answer too. */
  range?: string
}
export interface Requester {
  (method: string, details: Details): Promise<Response>
  /** `missing`: that it is not there is an answer too. */
  (method: string, details: Details & { missing: true }): Promise<Response | undefined>
}

/** Signed requests to one bucket. Fails with AdapterError unless the answer is a success. */
export function createRequester(options: S3Options): Requester {
  let opening: Promise<AwsClient> | undefined
  const request = async (method: string, { path, query, body, range, missing }: Details & { missing?: true }) => {
    opening ??= open(options)
    const client = await opening
    const url = new URL(`${options.endpoint.replace(/\/$/, '')}/${options.bucket}${path && `/${path}`}`)
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
    const hash = createHash('sha256')
      .update(body ?? '')
      .digest('hex')
    const content = body ? { body: new Uint8Array(body) } : {}
    const signed = await client.sign(url, { method, headers: headersOf(hash, range), ...content })
    const answer = await fetch(signed, { signal: AbortSignal.timeout(longestMs) }).catch((cause: unknown) => {
      throw s3Error({ code: 'unreachable', retryable: true, message: 'The file store cannot be reached. Check its endpoint.', cause })
    })
    if (answer.ok || isEmptyRange(answer, range)) return answer
    await answer.body?.cancel()
    if (answer.status === 404 && missing) return undefined
    throw refusalOf(answer.status)
  }
  return request as Requester
}

function headersOf(hash: string, range: string | undefined): Record<string, string> {
  return { 'x-amz-content-sha256': hash, ...(range === undefined ? {} : { range }) }
}

function isEmptyRange({ status }: Response, range: string | undefined): boolean {
  return status === 416 && range !== undefined
}

async function open({ accessKeyId, secretAccessKey, region }: S3Options): Promise<AwsClient> {
  try {
    const { AwsClient } = await import('aws4fetch')
    return new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3' })
  } catch (cause) {
    throw s3Error({ code: 'package_missing', retryable: false, message: 'Files in S3 need the package aws4fetch. Run: npm install aws4fetch', cause })
  }
}
