import { AdapterError } from '../../../ports/index.js'

export function s3Error(input: { code: string; retryable: boolean; message: string; cause?: unknown }): AdapterError {
  return new AdapterError({ adapter: 's3', ...input })
}

/** What an answer that is no success means, without what the store wrote: that names keys and accounts. */
export function refusalOf(status: number): AdapterError {
  if (status === 507) return s3Error({ code: 'no_space', retryable: true, message: 'There is no space left for files.' })
  if (status === 401 || status === 403) {
    return s3Error({
      code: 'credentials',
      retryable: false,
      message: 'The file store refused the keys. Check them, the region, and what they may do in the bucket.',
    })
  }
  if (status === 404) return s3Error({ code: 'unusable', retryable: false, message: 'The file store has no such file or bucket. Check the bucket’s name.' })
  if (status === 429 || status >= 500) return s3Error({ code: 'unreachable', retryable: true, message: `The file store is not well (${status}).` })
  return s3Error({ code: 'refused', retryable: false, message: `The file store refused the request (${status}). Check the endpoint and the region.` })
}
