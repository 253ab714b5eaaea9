import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', region: 'eu-test-1' }

export interface S3Server {
  endpoint: string
  /** Uploads of many parts that were neither ended nor given up. */
  pending(): number
  /** Refuses what comes next with this status. */
  refuse(status: number | undefined): void
  close(): Promise<void>
}

interface Answer {
  status: number
  body?: string | Buffer
  headers?: Record<string, string>
}

/** A bucket `files` that takes what is signed by `keys`, as the documentation of Signature Version 4 says, and nothing else. */
export async function startS3Server({ pageSize = 1000 } = {}): Promise<S3Server> {
  const objects = new Map<string, Buffer>()
  const uploads = new Map<string, Buffer[]>()
  let refused: number | undefined
  let count = 0

  const list = (query: URLSearchParams): Answer => {
    const all = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '')).sort()
    const from = Number((query.get('continuation-token') ?? 'from&0').slice('from&'.length))
    const more = from + pageSize < all.length ? `<NextContinuationToken>from&amp;${from + pageSize}</NextContinuationToken>` : ''
    const found = all.slice(from, from + pageSize).map((key) => `<Contents><Key>${key}</Key></Contents>`)
    return { status: 200, body: `<ListBucketResult>${found.join('')}${more}</ListBucketResult>` }
  }
  const ofUpload = (method: string | undefined, key: string, query: URLSearchParams, body: Buffer): Answer => {
    const id = query.get('uploadId') ?? ''
    const parts = uploads.get(id)
    if (query.has('uploads')) {
      uploads.set(`upload+${++count}`, [])
      return { status: 200, body: `<InitiateMultipartUploadResult><UploadId>upload+${count}</UploadId></InitiateMultipartUploadResult>` }
    }
    if (!parts) return { status: 404, body: '<Error><Code>NoSuchUpload</Code></Error>' }
    if (method === 'PUT') {
      parts[Number(query.get('partNumber')) - 1] = body
      return { status: 200, headers: { etag: `"${createHash('md5').update(body).digest('hex')}"` } }
    }
    uploads.delete(id)
    if (method === 'DELETE') return { status: 204 }
    const tags = [...body.toString().matchAll(/<ETag>"(\w+)"<\/ETag>/g)].map(([, tag]) => tag)
    const tooSmall = parts.slice(0, -1).some(({ length }) => length < 5 * 1024 * 1024)
    const wrong = tooSmall || String(tags) !== String(parts.map((part) => createHash('md5').update(part).digest('hex')))
    if (wrong) return { status: 200, body: '<Error><Code>InvalidPart</Code></Error>' }
    objects.set(key, Buffer.concat(parts))
    return { status: 200, body: '<CompleteMultipartUploadResult/>' }
  }
  const answer = (request: IncomingMessage, body: Buffer): Answer => {
    const url = new URL(request.url ?? '/', 'http://s3.test')
    if (refused !== undefined) return { status: refused, body: '<Error><Code>SlowDown</Code></Error>' }
    if (!isSigned(request, url, body)) return { status: 403, body: '<Error><Code>SignatureDoesNotMatch</Code></Error>' }
    const [, bucket, key = ''] = /^\/([^/]+)\/?(.*)$/.exec(url.pathname) ?? []
    if (bucket !== 'files') return { status: 404, body: '<Error><Code>NoSuchBucket</Code></Error>' }
    if (key === '') return list(url.searchParams)
    if (url.searchParams.has('uploads') || url.searchParams.has('uploadId')) return ofUpload(request.method, key, url.searchParams, body)
    return ofObject(request, key, body)
  }
  const ofObject = ({ method, headers }: IncomingMessage, key: string, body: Buffer): Answer => {
    if (method === 'PUT') objects.set(key, body)
    if (method === 'DELETE') {
      objects.delete(key)
      return { status: 204 }
    }
    const object = objects.get(key)
    return object ? inRange(object, headers.range) : { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' }
  }
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const { status, body, headers } = answer(request, Buffer.concat(pieces))
      response.writeHead(status, headers)
      response.end(request.method === 'HEAD' ? undefined : body)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pending: () => uploads.size,
    refuse(status) {
      refused = status
    },
    async close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function inRange(object: Buffer, range: string | undefined): Answer {
  const [, start, end] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
  if (start === undefined) return { status: 200, body: object }
  if (Number(start) >= object.length) return { status: 416, body: '<Error><Code>InvalidRange</Code></Error>' }
  return { status: 206, body: object.subarray(Number(start), end ? Number(end) + 1 : undefined) }
}

/** AWS General Reference, "Create a signed AWS API request", step by step. */
function isSigned({ method, headers }: IncomingMessage, url: URL, body: Buffer): boolean {
  const form = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/
  const [, credential = '', signedHeaders = '', signature] = form.exec(headers.authorization ?? '') ?? []
  const [accessKeyId, date = '', region = '', service = '', terminator = ''] = credential.split('/')
  if (accessKeyId !== keys.accessKeyId || region !== keys.region || service !== 's3' || terminator !== 'aws4_request') return false
  const names = signedHeaders.split(';')
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name))) return false
  const payloadHash = String(headers['x-amz-content-sha256'])
  if (payloadHash !== createHash('sha256').update(body).digest('hex')) return false
  const encode = (text: string) => encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
  const canonicalHeaders = names.map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}\n`).join('')
  const canonical = [method, url.pathname, query, canonicalHeaders, signedHeaders, payloadHash].join('\n')
  const scope = `${date}/${region}/${service}/${terminator}`
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, createHash('sha256').update(canonical).digest('hex')].join('\n')
  const key = [date, region, service, terminator].reduce<Buffer | string>(
    (derived, part) => createHmac('sha256', derived).update(part).digest(),
    `AWS4${keys.secretAccessKey}`,
  )
  return createHmac('sha256', key).update(toSign).digest('hex') === signature
}
