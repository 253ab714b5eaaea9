import { AdapterError } from '../../../ports/index.js'

export async function attempt<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw storeError(error)
  }
}

export function storeError(error: unknown): AdapterError {
  if (AdapterError.isInstance(error)) return error
  const code = codeOf(error)
  const full = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG'
  const message = full ? 'There is no space left for files.' : 'The folder for files cannot be used. Check that this user may write to it.'
  return new AdapterError({ adapter: 'file-system', code: full ? 'no_space' : 'unusable', retryable: full, message, cause: error })
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
