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
  if (full) return noSpace(error)
  const message = 'The folder for files cannot be used. Check that this user may write to it.'
  return new AdapterError({ adapter: 'file-system', code: 'unusable', retryable: false, message, cause: error })
}

export function noSpace(cause?: unknown): AdapterError {
  return new AdapterError({ adapter: 'file-system', code: 'no_space', retryable: true, message: 'There is no space left for files.', cause })
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
