import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { streamOf } from '../../../domain/bytes/byte-stream.js'
import { blobStoreConformance } from '../../../testing/blob-store-conformance.js'
import { keys, type S3Server, startS3Server } from './__fixtures__/s3-server.js'
import { type S3Options, s3 } from './index.js'

for (const prefix of ['', 'coachkit/files/']) {
  blobStoreConformance({
    name: `s3${prefix && ` below ${prefix}`}`,
    create: async () => {
      const server = await startS3Server({ pageSize: 1 })
      const blobStore = s3({ ...keys, endpoint: server.endpoint, bucket: 'files', prefix })
      return {
        blobStore,
        close: async () => {
          expect(server.pending(), 'uploads left behind').toBe(0)
          await server.close()
        },
      }
    },
  })
}

describe('a store that does not take the request', () => {
  let server: S3Server
  beforeEach(async () => {
    server = await startS3Server()
  })
  afterEach(() => server.close())

  const one = () => streamOf(Uint8Array.of(1))
  const store = (options: Partial<S3Options> = {}) => s3({ ...keys, endpoint: server.endpoint, bucket: 'files', ...options })
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => expect.unreachable('It was taken.'),
      (error: unknown) => error,
    )

  test('with the wrong secret, region or bucket is a misconfiguration, told without the keys', async () => {
    for (const [wrong, code] of [
      [{ secretAccessKey: 'another' }, 'credentials'],
      [{ region: 'elsewhere' }, 'credentials'],
      [{ bucket: 'nowhere' }, 'unusable'],
    ] as const) {
      const error = await failure(store(wrong).put('a', one()))
      expect(error).toMatchObject({ name: 'AdapterError', adapter: 's3', code, retryable: false })
      expect(String(error)).not.toContain(keys.accessKeyId)
    }
  })

  test.each([
    [507, 'no_space', true],
    [503, 'unreachable', true],
    [400, 'refused', false],
  ])('with %d says %s', async (status, code, retryable) => {
    server.refuse(status)
    await expect(store().put('a', one())).rejects.toMatchObject({ code, retryable })
  })

  test('or is not there is unreachable', async () => {
    await expect(store({ endpoint: 'http://127.0.0.1:1' }).get('a')).rejects.toMatchObject({ code: 'unreachable', retryable: true })
  })

  test('has a prefix that is a path', () => {
    expect(() => store({ prefix: 'a?b' })).toThrow(/prefix/)
  })
})
